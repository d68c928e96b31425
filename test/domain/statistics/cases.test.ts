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
    for (const reference of cases) {
      const { results, reasons } = runStatisticsCase(reference)
      const found = [...disagreements(reference, results), ...impossibleValues(results)]
      for (const [field, value] of Object.entries(reference.expected)) {
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
  })

  afterAll(() => {
    console.info(`${'family'.padEnd(26)} cases  within tolerance\n${table.join('\n')}`)
  })
})
