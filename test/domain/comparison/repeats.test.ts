import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaseOutcome } from '#shared/domain/comparison/outcomes.ts'
import { passAtK, passHatK, summariseRepeats } from '#shared/domain/comparison/repeats.ts'

const outcomes = (caseId: string, marks: string): CaseOutcome[] =>
  [...marks].map((mark) => ({ caseId, pass: mark === 'P' }))

/** All ways to choose k of the marks, counted one by one. */
function choose(marks: readonly boolean[], k: number): boolean[][] {
  if (k === 0) return [[]]
  return marks.flatMap((mark, i) =>
    choose(marks.slice(i + 1), k - 1).map((rest) => [mark, ...rest]),
  )
}

describe('pass@k and pass^k', () => {
  test('are the shares of all choices of k repeats', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        fc.nat(4),
        (marks, extra) => {
          const k = Math.min(marks.length, extra + 1)
          const passes = marks.filter(Boolean).length
          const choices = choose(marks, k)
          const share = (holds: (choice: boolean[]) => boolean) =>
            choices.filter(holds).length / choices.length
          expect(passAtK(marks.length, passes, k)).toBeCloseTo(
            share((choice) => choice.some(Boolean)),
            12,
          )
          expect(passHatK(marks.length, passes, k)).toBeCloseTo(
            share((choice) => choice.every(Boolean)),
            12,
          )
        },
      ),
    )
  })

  test('are null with fewer repeats than k', () => {
    expect(passAtK(2, 1, 3)).toBeNull()
    expect(passHatK(2, 2, 3)).toBeNull()
  })
})

test('a run with repeats is summarised by case', () => {
  const summary = summariseRepeats(
    [
      ...outcomes('a', 'PPPP'),
      ...outcomes('b', 'PFPF'),
      ...outcomes('c', 'FFFF'),
      ...outcomes('d', 'PPPF'),
    ],
    [1, 2, 5],
  )
  expect(summary).toMatchObject({
    cases: 4,
    fewestRepeats: 4,
    mostRepeats: 4,
    passRate: 0.5625,
    flakiness: 0.5,
    flakyCases: ['b', 'd'],
  })
  expect(summary.passAtK[1]).toBeCloseTo(0.5625, 12)
  expect(summary.passAtK[2]).toBeCloseTo((1 + 5 / 6 + 0 + 1) / 4, 12)
  expect(summary.passHatK[2]).toBeCloseTo((1 + 1 / 6 + 0 + 0.5) / 4, 12)
  expect(summary.passAtK[5]).toBeNull()
  expect(summary.varianceWithinCases).toBeCloseTo((0 + 1 / 3 + 0 + 0.25) / 4, 12)
})

test('without verdicts there is nothing to summarise', () => {
  expect(summariseRepeats([{ caseId: 'a', scores: { cost: 1 } }])).toMatchObject({
    cases: 0,
    passRate: null,
    flakiness: null,
  })
})
