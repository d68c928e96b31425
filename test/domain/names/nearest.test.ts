import { expect, test } from 'vitest'
import { nearestName } from '#shared/domain/names/nearest.ts'

const names = ['topic-extraction', 'clarifying-questions', 'script-generation', 'docs']

test.each([
  ['topic-extration', 'topic-extraction'],
  ['Topic-Extraction', 'topic-extraction'],
  ['topci-extraction', 'topic-extraction'],
  ['script-generator', 'script-generation'],
  ['dcos', 'docs'],
  ['doc', 'docs'],
])('%s means %s', (wanted, meant) => {
  expect(nearestName(wanted, names)).toBe(meant)
})

test.each(['', 'zebra', 'x', 'questions', 'dosomething'])('%j is near to nothing', (wanted) => {
  expect(nearestName(wanted, names)).toBeNull()
})

test('of two near names the nearer one wins', () => {
  expect(nearestName('report-2', ['report-11', 'report-22', 'report-1'])).toBe('report-22')
})
