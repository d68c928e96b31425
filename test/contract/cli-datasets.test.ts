import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { galley } from './support/cli.ts'

function place() {
  const cwd = testFolder()
  return { cwd, home: join(cwd, 'home') }
}

test('a dataset goes out as a workbook and comes back as the very version', async () => {
  const at = place()
  writeFileSync(join(at.cwd, 'x.csv'), 'q,__split,__tags\n=1+1,holdout,a\n"two\nlines",train,\n')
  expect(await galley(['dataset', 'import', 'x.csv'], at)).toMatchObject({ code: 0 })
  await galley(['dataset', 'export', 'x', '-o', 'x.xlsx'], at)
  const again = await galley(['dataset', 'import', 'x.xlsx#Cases', '--json'], at)
  expect(JSON.parse(again.out)).toMatchObject({ version: 1, splitCounts: { holdout: 1, train: 1 } })
  const text = await galley(['dataset', 'export', 'x', '--format', 'csv', '--formulas', 'keep'], at)
  expect(text.out).toContain('\r\n=1+1,')
})

test('a preview names format and encoding, and problems by row', async () => {
  const at = place()
  writeFileSync(join(at.cwd, 'x.csv'), Buffer.from('q,a\nna\u00efve,1\nshort\n', 'latin1'))
  const { code, out } = await galley(['dataset', 'preview', 'x.csv'], at)
  expect(code).toBe(2)
  expect(out).toContain('1 rows of CSV, windows-1252')
  expect(out).toContain('row 3, column a: The row has 1 of 2 cells')
})

test('cases are split, looked through for duplicates, and ruled', async () => {
  const at = place()
  const rows = Array.from({ length: 50 }, (_, index) => `Question number ${index * 97} of all?`)
  writeFileSync(join(at.cwd, 'x.csv'), ['q', ...rows, 'question NUMBER 0 of all'].join('\n'))
  await galley(['dataset', 'import', 'x.csv'], at)
  const shares = ['--seed', 's', '--train', '0.5', '--holdout', '0.5']
  const split = await galley(['dataset', 'split', 'x', ...shares], at)
  expect(split.out).toMatch(/version 2: (holdout|train) \d+, (holdout|train) \d+/)
  const doubles = await galley(['dataset', 'duplicates', 'x', '--threshold', '1', '--remove'], at)
  expect(doubles.err).toContain('version 3 has 50')
  writeFileSync(join(at.cwd, 'rules.json'), '{"inputs":{"required":["z"]}}')
  const ruled = await galley(['dataset', 'rules', 'x', '--file', 'rules.json'], at)
  expect(ruled).toMatchObject({ code: 2, err: expect.stringContaining('row 1') })
  const diff = await galley(['dataset', 'diff', 'x', '2', '3'], at)
  expect(diff.out).toContain('0 added, 1 removed, 0 changed')
})

test('standard input is imported as well', async () => {
  const at = place()
  const made = await galley(['dataset', 'import', '-', '--name', 'piped'], {
    ...at,
    stdin: 'q\none\n',
  })
  expect(made.out).toContain('imported 1 cases into piped version 1')
  await galley(['dataset', 'export', 'piped', '-o', 'piped.jsonl'], at)
  expect(readFileSync(join(at.cwd, 'piped.jsonl'), 'utf8')).toBe('{"q":"one"}\n')
})
