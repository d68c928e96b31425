import { expect, test } from 'vitest'
import { makeTestCore } from '../../support/core.ts'
import { chat, text } from '../templates/content.ts'

test('a check names variables, filters and what is declared', async () => {
  const { client } = await makeTestCore()
  const analysis = await client.render.check({
    source: {
      content: {
        ...text('{{ name | upper }}\n{% if note is defined %}{{ note }}{% endif %}\n{{ name }}'),
        variables: [{ name: 'name', description: 'Who is greeted.', example: 'Ada' }],
      },
    },
  })
  expect(analysis.filters).toEqual(['upper'])
  expect(analysis.variables).toMatchObject([
    { name: 'name', isRequired: true, isDeclared: true, lines: [1, 3] },
    { name: 'note', isRequired: false, isDeclared: false },
  ])
  expect(analysis.proposedSchema).toMatchObject({
    type: 'object',
    properties: { name: { type: 'string', description: 'Who is greeted.' } },
    required: ['name'],
  })
})

test('every problem has its place', async () => {
  const { client } = await makeTestCore()
  const { diagnostics } = await client.render.check({
    source: {
      content: chat(['system', 'Fine.'], ['user', 'one\n{{ x | nosuch }}\n']),
      name: 'mine',
    },
  })
  expect(diagnostics).toMatchObject([
    { severity: 'error', where: { template: 'mine', messageIndex: 1, line: 2, endLine: 2 } },
  ])
  expect(diagnostics[0]?.message).toContain('nosuch')
})

test('a misspelt variable is named with the declared one', async () => {
  const { client } = await makeTestCore()
  const { diagnostics } = await client.render.check({
    source: { content: { ...text('{{ studnt }}'), variables: [{ name: 'student' }] } },
  })
  expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(
    /studnt.*did you mean `student`/,
  )
})

test('who declares nothing is not told off for it', async () => {
  const { client } = await makeTestCore()
  const { diagnostics } = await client.render.check({ source: { content: text('{{ anything }}') } })
  expect(diagnostics).toEqual([])
})

test('a nunjucks template shows its variables and is not portable', async () => {
  const { client } = await makeTestCore()
  const analysis = await client.render.check({
    source: { content: { ...text('{{ name or "you" }}'), dialect: 'nunjucks' } },
  })
  expect(analysis.variables.map(({ name }) => name)).toEqual(['name'])
  expect(analysis).toMatchObject({ isPortable: false, diagnostics: [] })
})

test('no sample template has a problem, and all their variables are declared', async () => {
  const { client } = await makeTestCore()
  await client.workspace.addSample()
  const { items } = await client.template.list({})
  for (const { name } of items) {
    const analysis = await client.render.check({ source: { template: name } })
    expect(analysis.diagnostics, name).toEqual([])
    expect(
      analysis.variables.filter(({ isDeclared }) => !isDeclared),
      name,
    ).toEqual([])
  }
})
