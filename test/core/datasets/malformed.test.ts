import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { malformedBytes } from '../../fixtures/malformed/bytes.ts'
import { malformedTexts } from '../../fixtures/malformed/text.ts'
import { malformedWorkbooks } from '../../fixtures/malformed/workbooks.ts'
import { testFolder } from '../../support/core.ts'
import { readBytes, readPath } from '../../support/reading.ts'

const all = [...malformedTexts, ...malformedBytes, ...malformedWorkbooks]
const outcomes: string[] = []

// The table that a person reads: every input with what became of it.
afterAll(() => console.log(outcomes.join('\n')))

test.each(all)('$fileName: $name', async ({ name, fileName, bytes, inputs, ...outcome }) => {
  const end = await readBytes(fileName, bytes)
  const [problem = end.rowCount === 0 ? nothing : undefined] = end.problems
  const place = problem && [`row ${problem.row}`, problem.column].filter(Boolean).join(', ')
  const said = problem ? `${place}: ${problem.message}` : JSON.stringify(end.inputs)
  outcomes.push(`${fileName.padEnd(8)}${name.padEnd(40)}${said.slice(0, 140)}`)
  if (inputs !== undefined) {
    expect(problem).toBeUndefined()
    expect(end.inputs).toEqual(inputs)
    return
  }
  expect(problem?.message).toMatch(outcome.refused ?? /never/)
  if (outcome.row !== undefined) expect(problem?.row).toBe(outcome.row)
  if (outcome.column !== undefined) expect(problem?.column).toBe(outcome.column)
  expect(({} as { x?: number }).x).toBeUndefined()
})

const nothing = { row: 1, column: null, message: 'The file holds no cases.' }

test('there are at least sixty of them', () => {
  expect(all.length).toBeGreaterThanOrEqual(60)
})

test.each([
  ['x.csv', /16 million/],
  ['x.jsonl', /16 million/],
  ['x.json', /Not JSON|list of objects/],
  ['x.yaml', /16 million/],
])('a single line of 100 MB as %s is refused with a sentence', async (fileName, sentence) => {
  const path = join(testFolder(), 'line')
  const file = openSync(path, 'w')
  const piece = Buffer.alloc(1_000_000, 'x')
  for (let megabyte = 0; megabyte < 100; megabyte++) writeSync(file, piece)
  closeSync(file)
  const { problems, rowCount } = await readPath(path, fileName)
  outcomes.push(`${fileName.padEnd(8)}${'a line of 100 MB'.padEnd(40)}${problems[0]?.message}`)
  expect(rowCount).toBe(0)
  expect(problems[0]?.message).toMatch(sentence)
})
