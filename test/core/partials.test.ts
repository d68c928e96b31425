import { describe, expect, test } from 'vitest'
import type { Content } from '#shared/contract/template.ts'
import { finish, makeTestRuns } from '../support/runs.ts'

const text = (value: string): Content => ({
  body: { kind: 'text', text: value },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
})

/** `letter` includes `tone`, which includes `rules`; all three have a version. */
async function included() {
  const core = await makeTestRuns()
  await core.makeTemplate('rules', 'Never lie.')
  await core.makeTemplate('tone', "Be {{ mood }}. {% include 'rules' %}")
  await core.makeTemplate('letter', "{% include 'tone' %} Dear {{ name }}")
  const { client } = core
  const bindings = { mood: 'kind', name: 'Ada' }
  const preview = async (version?: number) => {
    const source = version === undefined ? { template: 'letter' } : { template: 'letter', version }
    const outcome = await client.render.preview({ source, bindings })
    return outcome.kind === 'success' && outcome.rendered.kind === 'text'
      ? outcome.rendered.text
      : JSON.stringify(outcome)
  }
  const change = async (template: string, value: string) => {
    const { draft } = await client.template.get({ template })
    const { revision } = draft
    return client.template.updateDraft({ template, revision, content: text(value) })
  }
  return { ...core, preview, change }
}

describe('a template that includes another', () => {
  test('renders it, and what that one includes', async () => {
    const { preview } = await included()
    expect(await preview()).toBe('Be kind. Never lie. Dear Ada')
    expect(await preview(1)).toBe('Be kind. Never lie. Dear Ada')
  })

  test('is judged in a run as it is in a preview: what a partial says, its author said', async () => {
    const { client, makeTemplate, makeDataset } = await included()
    await client.guardrail.update({ name: 'pii_detection_basic', action: 'block' })
    await makeTemplate('sender', 'Write to help@example.com.')
    await makeTemplate('reminder', "{{ text }} {% include 'sender' %}")
    await makeDataset('cases', 1)
    const source = { template: 'reminder' }
    const preview = await client.render.preview({ source, bindings: { text: 'case 1' } })
    expect(preview.kind).toBe('success')
    const columns = [{ template: 'reminder', version: 1, model: 'echo' }]
    const { id } = await client.run.start({ dataset: 'cases', columns, assertions: [] })
    expect((await finish(client, id)).figures).toMatchObject([{ passed: 1, errors: 0 }])
  })

  test('is named by each of those it includes, with the version it took over', async () => {
    const { client } = await included()
    const including = async (template: string) =>
      (await client.template.listIncluding({ template })).items
    expect(await including('rules')).toMatchObject([
      { name: 'letter', taken: 1 },
      { name: 'tone', taken: 1 },
    ])
    expect(await including('letter')).toEqual([])
    await client.template.archive({ template: 'letter' })
    expect((await including('rules')).map(({ name }) => name)).toEqual(['tone'])
  })

  test('stays as it was when the partial changes, until the author takes the newest over', async () => {
    const { client, preview, change } = await included()
    await change('tone', 'Be {{ mood }}!')
    await client.template.createVersion({ template: 'tone' })
    expect(await preview()).toBe('Be kind. Never lie. Dear Ada')
    const before = await client.template.listPartials({ template: 'letter' })
    expect(before.items).toMatchObject([
      { name: 'tone', taken: 1, newest: 2, problem: null },
      { name: 'rules', taken: 1, newest: 1, problem: null },
    ])
    await client.template.updatePartials({ template: 'letter' })
    expect(await preview()).toBe('Be kind! Dear Ada')
    expect(await preview(1)).toBe('Be kind. Never lie. Dear Ada')
    const { items } = await client.template.listPartials({ template: 'letter' })
    expect(items).toMatchObject([{ name: 'tone', taken: 2 }])
    const { number } = await client.template.createVersion({ template: 'letter' })
    expect(number).toBe(2)
    const { changes } = await client.template.diff({ template: 'letter', from: 1, to: 2 })
    expect(changes).toContainEqual({ kind: 'added', line: 'Be {{ mood }}!', field: 'partial tone' })
  })

  test('is the same draft whether or not the page sends the partials along', async () => {
    const { client, change } = await included()
    const { draft } = await client.template.get({ template: 'letter' })
    const { partials: _, ...own } = draft.content
    const { revision } = draft
    const saved = await client.template.updateDraft({ template: 'letter', revision, content: own })
    expect(saved).toEqual(draft)
    expect((await client.template.get({ template: 'letter' })).isDraftChanged).toBe(false)
    const without = await change('letter', 'Dear {{ name }}')
    expect(without.content).not.toHaveProperty('partials')
  })

  test('keeps its partials while a tag is half typed', async () => {
    const { client, change } = await included()
    const { draft } = await client.template.get({ template: 'letter' })
    const content: Content = {
      ...draft.content,
      body: { kind: 'text', text: "{% include 'tone' %} {{ na" },
    }
    const saved = await client.template.updateDraft({
      template: 'letter',
      revision: draft.revision,
      content,
    })
    expect(Object.keys(saved.content.partials ?? {})).toEqual(['tone', 'rules'])
    await change('letter', "{% include 'tone' %}")
  })

  test('never takes a text that only claims to be a version', async () => {
    const { client } = await included()
    const { draft } = await client.template.get({ template: 'letter' })
    const partials = Object.fromEntries(
      Object.entries(draft.content.partials ?? {}).map(([name, taken]) => [
        name,
        { ...taken, text: 'forged' },
      ]),
    )
    const { content } = await client.template.updateDraft({
      template: 'letter',
      revision: draft.revision,
      content: { ...draft.content, partials },
    })
    expect(JSON.stringify(content)).not.toContain('forged')
  })
})

describe('what cannot be included', () => {
  test.each([
    ['nobody', 'There is no template "nobody".'],
    ['fresh', '"fresh" has no version yet: save one first.'],
    ['chat', '"chat" is a list of messages; only a template of one text can be included.'],
    ['other', '"other" is not written for Jinja2.'],
  ])('%s: is named with the reason', async (name, problem) => {
    const { client, makeTemplate } = await makeTestRuns()
    await client.template.create({ name: 'fresh', content: text('x') })
    await makeTemplate('other', 'x', { dialect: 'nunjucks' })
    const messages = [{ role: 'user' as const, content: 'x' }]
    await makeTemplate('chat', '', { body: { kind: 'messages', messages } })
    await client.template.create({ name: 'top', content: text(`{% include '${name}' %}`) })
    const { items } = await client.template.listPartials({ template: 'top' })
    expect(items).toMatchObject([{ name, taken: null, problem }])
    const outcome = await client.render.preview({ source: { template: 'top' }, bindings: {} })
    expect(outcome).toMatchObject({ kind: 'failure', message: expect.stringContaining(name) })
  })

  test('a template that includes itself ends with an error, not never', async () => {
    const { client, makeTemplate } = await makeTestRuns()
    await makeTemplate('loop', 'x')
    const { draft } = await client.template.get({ template: 'loop' })
    await client.template.updateDraft({
      template: 'loop',
      revision: draft.revision,
      content: text("{% include 'loop' %}"),
    })
    await client.template.createVersion({ template: 'loop' })
    await client.template.updatePartials({ template: 'loop' })
    const outcome = await client.render.preview({ source: { template: 'loop' }, bindings: {} })
    expect(outcome).toMatchObject({ kind: 'failure' })
  })
})
