import { describe, expect, it } from 'vitest'
import { compareGuardrailVersions, runSamples } from '#shared/domain/guardrails/engine.ts'
import { guardrail } from './build.ts'

const keyword = (...words: string[]) =>
  guardrail(
    { type: 'keyword', words, caseSensitive: false, wholeWords: true },
    { enabled: false, appliesTo: { templates: ['t'], categories: [], labels: [] } },
  )
const samples = [
  { id: '1', text: 'red apple', expected: 'violation' as const },
  { id: '2', text: 'green pear', expected: 'violation' as const },
  { id: '3', text: 'blue sky', expected: 'clean' as const },
]

describe('samples of a guardrail', () => {
  it('are judged whatever its scope and switch', async () => {
    const verdicts = await runSamples(keyword('red'), samples)
    expect(verdicts.map(({ isCaught, isExpected }) => [isCaught, isExpected])).toEqual([
      [true, true],
      [false, false],
      [false, true],
    ])
  })

  it('show what a change newly catches and newly misses', async () => {
    const { newlyCaught, newlyMissed, agreement } = await compareGuardrailVersions(
      keyword('red'),
      keyword('green', 'blue'),
      samples,
    )
    expect(newlyCaught.map(({ sample }) => sample.id)).toEqual(['2', '3'])
    expect(newlyMissed.map(({ sample }) => sample.id)).toEqual(['1'])
    expect(agreement).toEqual({ before: 2, after: 1, of: 3 })
  })

  it('start from nothing for a new guardrail, and count failures as no verdict', async () => {
    const { newlyCaught, agreement } = await compareGuardrailVersions(null, keyword('sky'), samples)
    expect([newlyCaught.length, agreement.before]).toEqual([1, 0])
    const [verdict] = await runSamples(guardrail({ type: 'regex', pattern: '(' }), samples)
    expect(verdict).toMatchObject({ isCaught: false, isExpected: null })
    expect(verdict?.failure).toContain('cannot be used')
  })
})
