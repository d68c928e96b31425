import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
// @ts-expect-error The scorer that everybody measures with is plain JavaScript.
import { load, scorePii } from '../fixtures/guardrails/score.mjs'
import { testFolder } from '../support/core.ts'
import { root } from '../support/repository.ts'
import { galley } from './support/cli.ts'

const definition = {
  rule: { type: 'regex', pattern: 'ID-[0-9]{6}' },
  action: 'block',
  samples: [
    { id: 'a', text: 'My number is ID-123456.', expected: 'violation' },
    { id: 'b', text: 'No number.', expected: 'clean' },
  ],
}

test('a guardrail is added, tried, switched off and on, changed and archived', async () => {
  const cwd = testFolder()
  const at = { home: join(cwd, 'home'), cwd }
  writeFileSync(join(cwd, 'ids.json'), JSON.stringify(definition))
  const created = await galley(['guardrail', 'create', 'no_ids', '--file', 'ids.json'], at)
  expect(created).toEqual({ code: 0, out: 'no_ids: on, block\n', err: '' })
  expect((await galley(['guardrail', 'test', 'no_ids'], at)).code).toBe(0)

  writeFileSync(join(cwd, 'wrong.json'), '{"rule":{"type":"regex","pattern":"XX-[0-9]+"}}')
  const change = ['guardrail', 'test', 'no_ids', '--change', 'wrong.json']
  const tried = await galley([...change, '--json'], at)
  expect(tried.code).toBe(100)
  expect(JSON.parse(tried.out).newlyMissed).toMatchObject([{ id: 'a' }])
  expect((await galley(change, at)).out).toContain('Newly caught: none. Newly missed: a.')

  const check = async () => (await galley(['guardrail', 'check', 'ID-123456'], at)).code
  expect(await check()).toBe(100)
  expect((await galley(['guardrail', 'disable', 'no_ids'], at)).out).toBe('no_ids: off, block\n')
  expect(await check()).toBe(0)
  await galley(['guardrail', 'enable', 'no_ids'], at)
  const redact = [
    'guardrail',
    'update',
    'no_ids',
    '--action',
    'redact',
    '--rename',
    'ids',
    '--json',
  ]
  expect(JSON.parse((await galley(redact, at)).out)).toMatchObject({
    name: 'ids',
    action: 'redact',
  })
  await galley(['guardrail', 'archive', 'ids'], at)
  expect((await galley(['guardrail', 'list'], at)).out).not.toContain('ids')
})

test('a pattern that could hang is refused with the reason and its place', async () => {
  const cwd = testFolder()
  const at = { home: join(cwd, 'home'), cwd }
  const stdin = '{"rule":{"type":"regex","pattern":"(a+)\\\\1"}}'
  const { code, err } = await galley(['guardrail', 'create', 'bad', '--file', '-'], {
    ...at,
    stdin,
  })
  expect(code).toBe(2)
  expect(err).toContain('rule.pattern')
})

test('the scorer of the corpus runs on what check --cases writes, without a workspace', async () => {
  const file = join(root, 'test/fixtures/guardrails/pii.jsonl')
  const { code, out } = await galley(['guardrail', 'check', '--cases', file])
  expect(code).toBe(0)
  const answers = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; violations: unknown[] })
  const rows = load(file) as { id: string; text: string }[]
  expect(answers.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  const byText = new Map(rows.map(({ text }, at) => [text, answers[at]?.violations ?? []]))
  const { micro } = scorePii(rows, (text: string) => byText.get(text))
  expect(micro.f1).toBeGreaterThanOrEqual(0.97)
})

test('check --cases --workspace judges by the guardrails of the workspace', async () => {
  const cwd = testFolder()
  const at = { home: join(cwd, 'home'), cwd }
  writeFileSync(join(cwd, 'ids.json'), JSON.stringify(definition))
  await galley(['guardrail', 'create', 'no_ids', '--file', 'ids.json'], at)
  const stdin = '{"id":"1","text":"ID-123456"}\n{"id":"2","text":"hello"}\n'
  const args = ['guardrail', 'check', '--cases', '-', '--workspace']
  const { out } = await galley(args, { ...at, stdin })
  const [first, second] = out.trim().split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({
    id: '1',
    violations: [{ type: 'regex', start: 0, end: 9, guardrail: 'no_ids' }],
  })
  expect(JSON.parse(second ?? '')).toEqual({ id: '2', violations: [] })
  const shipped = await galley(['guardrail', 'check', '--cases', '-'], { ...at, stdin })
  expect(JSON.parse(shipped.out.split('\n')[0] ?? '')).toEqual({ id: '1', violations: [] })
})
