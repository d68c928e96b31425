import { afterAll, describe, expect, test } from 'vitest'
import { runStatisticsCase, STATISTICS_FAMILIES } from '#shared/domain/statistics/cases/run.ts'
import { disagreements, impossibleValues, referenceFamilies } from './reference-cases.ts'

const families = referenceFamilies().filter(({ family }) => family !== 'simulation')
const table: string[] = []

describe('reference cases', () => {
  test.each(families)('$family: every case within its tolerance', ({ family, cases }) => {
    expect(STATISTICS_FAMILIES).toContain(family)
    const wrong: string[] = []
    let agreeing = 0
    let leftOut = 0
    for (const reference of cases) {
      const { results, reasons } = runStatisticsCase(reference)
      const isLeftOut = (field: string) => !(field in results) && reasons?.[field] !== undefined
      const expected = Object.fromEntries(
        Object.entries(reference.expected).filter(([field]) => !isLeftOut(field)),
      )
      leftOut += Object.keys(reference.expected).length - Object.keys(expected).length
      const found = [
        ...disagreements({ ...reference, expected }, results),
        ...impossibleValues(results),
      ]
      for (const [field, value] of Object.entries(expected)) {
        const isExplained = value !== null || reasons !== undefined
        if (!isExplained) found.push(`.${field}: null without any reason`)
      }
      if (found.length === 0) agreeing++
      else wrong.push(`${reference.id}${found.join(' ')}`)
    }
    table.push(
      `${family.padEnd(26)} ${String(cases.length).padStart(5)} ${String(agreeing).padStart(17)}`,
    )
    expect(wrong).toEqual([])
    // Only one field of one family may be left out, for the reason its adapter gives.
    expect(leftOut > 0).toBe(family === 'beta_binomial')
  })

  afterAll(() => {
    console.info(
      `${'family'.padEnd(26)} cases  within tolerance  fields left out\n${table.join('\n')}`,
    )
  })
})
