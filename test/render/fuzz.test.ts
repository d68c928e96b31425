import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyse } from '#shared/render/analysis.ts'
import { runCase } from '#shared/render/cases.ts'
import { noise, renderCase } from './grammar/cases.ts'

/** Small budgets, so that a template that would run for long ends early instead. */
const budgets = { steps: 20_000, outputChars: 50_000, stringChars: 50_000, listItems: 10_000 }

describe('random templates', () => {
  it('render or end with a typed error, 10,000 times', () => {
    let texts = 0
    // runCase lets anything but a TemplateError through, which fails the property.
    fc.assert(
      fc.property(renderCase, (item) => {
        const result = runCase(item, { budgets })
        if ('output' in result) texts += 1
        else {
          expect(result.error.line).toBeGreaterThan(0)
          expect(result.error.message).not.toBe('')
        }
      }),
      { numRuns: 10_000, seed: 7 },
    )
    expect(texts).toBeGreaterThan(3000)
  }, 120_000)

  it('are analysed without an error of our own', () => {
    fc.assert(
      fc.property(renderCase, ({ template }) => {
        expect(analyse(template).variables).toBeInstanceOf(Array)
      }),
      { numRuns: 1000, seed: 8 },
    )
  })
})

describe('noise', () => {
  it('renders or ends with a typed error, 5,000 times', () => {
    fc.assert(
      fc.property(noise, (template) => {
        const result = runCase({ id: '', template, context: { x: [1, 'a'] } }, { budgets })
        expect('output' in result || result.error.class.length > 0).toBe(true)
      }),
      { numRuns: 5000, seed: 9 },
    )
  })
})
