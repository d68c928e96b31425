import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines, type LineChange } from '#shared/domain/diff/lines.ts'

const self = (line: string) => line
const side = (changes: LineChange<string>[], dropped: 'added' | 'removed') =>
  changes.filter(({ kind }) => kind !== dropped).map(({ line }) => line)

test('the two sides can be had back from the changes', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const changes = diffLines(from, to, self)
      expect(side(changes, 'added')).toEqual(from)
      expect(side(changes, 'removed')).toEqual(to)
    }),
  )
})

test('no more is shown as changed than has to be', () => {
  const changes = diffLines(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'd', 'e'], self)
  expect(changes.map(({ kind, line }) => `${kind} ${line}`)).toEqual([
    'same a',
    'removed b',
    'added x',
    'same c',
    'same d',
    'added e',
  ])
})

test('texts of thousands of different lines keep what is the same at both ends', () => {
  const middle = (name: string) => Array.from({ length: 5000 }, (_, index) => `${name} ${index}`)
  const from = ['head', ...middle('old'), 'tail']
  const to = ['head', ...middle('new'), 'tail']
  const changes = diffLines(from, to, self)
  expect(side(changes, 'added')).toEqual(from)
  expect(side(changes, 'removed')).toEqual(to)
  expect(changes.filter(({ kind }) => kind === 'same')).toHaveLength(2)
})
