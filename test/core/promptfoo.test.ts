import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeTestCore } from '../support/core.ts'

const config = `
description: Capitals
prompts:
  - 'Capital of {{ country }}?'
  - file://prompts/*.txt
  - id: file://chat.json
    label: chat
providers: [echo, openai:gpt-4o, 'python:model.py']
defaultTest:
  vars: { tone: short }
  threshold: 0.5
  assert:
    - type: icontains
      value: capital
    - type: contains
      value: '{{ country }}'
assertionTemplates:
  polite: { type: not-contains, value: damn }
tests:
  - description: France
    vars: { country: France, note: file://note.md }
    assert:
      - $ref: '#/assertionTemplates/polite'
      - type: python
        value: len(output) > 1
  - vars: { country: [Spain, Italy] }
    options: { transform: output.trim() }
  - file://cases.csv
  - file://../secret.csv
scenarios:
  - config:
      - vars: { country: Peru }
    tests:
      - vars: { tone: long }
        assert: [{ type: contains, value: Peru }]
evaluateOptions: { repeat: 2, maxConcurrency: 8 }
extensions: ['file://hook.js:fn']
`
const files = {
  'prompts/a.txt': 'First {{ country }}\n---\nSecond {{ country }}\n',
  'chat.json': '[{"role":"system","content":"Short."},{"role":"user","content":"{{ country }}?"}]',
  'note.md': 'A note\n',
  'cases.csv': 'country,__expected,__metadata:from\nJapan,contains:Japan,csv\n',
}
const source = { fileName: 'promptfooconfig.yaml', config, files }

test('the files that a configuration refers to are named, but for code and those outside', async () => {
  const { client } = await makeTestCore()
  const { patterns } = await client.promptfoo.references({ ...source, files: {} })
  expect(patterns.sort()).toEqual(['cases.csv', 'chat.json', 'note.md', 'prompts/*.txt'])
  expect((await client.promptfoo.references(source)).patterns).toEqual([])
})

test('prompts become templates, tests a dataset, the rest a run definition', async () => {
  const { client } = await makeTestCore()
  const made = await client.promptfoo.import({ ...source, name: 'capitals' })
  expect(made.templates.map(({ name }) => name)).toEqual(['capitals 1', 'a 1', 'a 2', 'chat'])
  const chat = await client.template.getVersion({ template: 'chat', version: 1 })
  expect(chat.content).toMatchObject({
    dialect: 'nunjucks',
    undefinedPolicy: 'lenient',
    body: { kind: 'messages' },
  })
  const { items } = await client.dataset.listCases({ dataset: 'capitals' })
  expect(items.map(({ inputs }) => inputs)).toEqual([
    { tone: 'short', country: 'France', note: 'A note' },
    { tone: 'short', country: 'Spain' },
    { tone: 'short', country: 'Italy' },
    { tone: 'short', country: 'Japan' },
    { tone: 'long', country: 'Peru' },
  ])
  expect(items[0]?.checks?.assertions).toMatchObject([
    { type: 'contains', isNegated: true, value: 'damn' },
    { type: 'contains', value: '{{ country }}' },
  ])
  expect(items[3]).toMatchObject({ metadata: { from: 'csv' } })
  expect(made.run).toMatchObject({
    dataset: 'capitals',
    assertions: [{ type: 'icontains', value: 'capital' }],
    threshold: 0.5,
    repeats: 2,
  })
})

test('a misspelt assertion is refused with its line and the nearest name, and nothing is stored', async () => {
  const { client } = await makeTestCore()
  const wrong = config.replace('type: icontains', 'type: icontain')
  const line = wrong.split('\n').findIndex((one) => one.includes('type: icontain')) + 1
  await expect(
    client.promptfoo.import({ ...source, config: wrong, name: 'capitals' }),
  ).rejects.toMatchObject({
    code: 'malformed_file',
    message: expect.stringMatching(
      `line ${line}, defaultTest.assert.0: .*Did you mean "icontains"`,
    ),
    data: { where: { line } },
  })
  expect((await client.dataset.list()).items).toEqual([])
})

test('what is left out is listed with its place and why', async () => {
  const { client } = await makeTestCore()
  const { notTaken } = await client.promptfoo.import({ ...source, name: 'capitals' })
  const lines = config.split('\n')
  for (const [place, text] of [
    ['providers.1', 'openai:gpt-4o'],
    ['providers.2', 'python:model.py'],
    ['tests.0.assert.1', 'python'],
    ['tests.1.options.transform', 'transform'],
    ['tests.3', '../secret.csv'],
    ['evaluateOptions.maxConcurrency', 'maxConcurrency'],
    ['extensions', 'hook.js'],
  ] as const) {
    const left = notTaken.find(({ path }) => path === place)
    expect(lines[(left?.line ?? 0) - 1] ?? '', place).toContain(text)
    expect(left?.reason.length).toBeGreaterThan(20)
  }
})

test('the same configuration again makes nothing new; open edits of a template are not overwritten', async () => {
  const { client } = await makeTestCore()
  const small = {
    fileName: 'p.yaml',
    config: 'prompts: ["Hi {{ a }}"]\nproviders: [echo]\n',
    name: 'p',
  }
  const first = await client.promptfoo.import(small)
  expect(await client.promptfoo.import(small)).toEqual(first)
  const { draft } = await client.template.get({ template: 'p' })
  const content = { ...draft.content, body: { kind: 'text' as const, text: 'Mine' } }
  await client.template.updateDraft({ template: 'p', content, revision: draft.revision })
  await expect(client.promptfoo.import(small)).rejects.toMatchObject({ code: 'conflict' })
})

test('a run is written as a configuration that reads back to the same run', async () => {
  const { client } = await makeTestCore()
  const yaml = `prompts:
  - { label: ask, raw: 'Capital of {{ country }}?' }
providers: [echo]
defaultTest: { assert: [{ type: icontains, value: capital }] }
tests:
  - vars: { country: France }
    assert: [{ type: not-contains, value: Spain, weight: 2 }]
`
  const made = await client.promptfoo.import({ fileName: 'p.yaml', config: yaml, name: 'p' })
  const run = await client.run.start(made.run)
  for await (const _ of await client.run.watch({ run: run.id }));
  const { text, notTaken } = await client.promptfoo.export({ run: run.id })
  expect(notTaken).toEqual([])
  expect(parse(text)).toMatchObject({
    providers: ['echo'],
    tests: [
      {
        vars: { country: 'France' },
        assert: [{ type: 'not-contains', value: 'Spain', weight: 2 }],
      },
    ],
  })
  const again = await client.promptfoo.import({ fileName: 'q.yaml', config: text, name: 'p' })
  expect(again.dataset.version).toBe(1)
  expect(again.run.assertions).toEqual(made.run.assertions)
})

test.each([
  ['no YAML', 'prompts: [', /not YAML at line 1/],
  ['no prompts', 'tests: []', /no "prompts"/],
  [
    'a bomb',
    `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [${Array(40).fill('*a')}]\nc: [${Array(40).fill('*b')}]\n`,
    /cannot be read/,
  ],
])('%s is refused', async (_, text, sentence) => {
  const { client } = await makeTestCore()
  const refused = client.promptfoo.import({ fileName: 'p.yaml', config: text, name: 'p' })
  await expect(refused).rejects.toMatchObject({
    code: 'malformed_file',
    message: expect.stringMatching(sentence),
  })
})
