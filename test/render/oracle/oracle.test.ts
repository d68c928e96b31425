import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaseResult, type RenderCase, runCase } from '#shared/render/cases.ts'
import { renderCase } from '../grammar/cases.ts'
import { askPython, type PythonResult, whyNoPython } from './python.ts'

/** `npm run test:oracle` takes more templates; another seed gives others, and a run can be repeated. */
const seed = Number(process.env.ORACLE_SEED ?? 20_251)
const isOwnRun = process.env.npm_lifecycle_event === 'test:oracle'
const count = Number(process.env.ORACLE_COUNT ?? (isOwnRun ? 2000 : 300))

/**
 * Differences that are left alone: Python's complex numbers, memory addresses, and constant expressions
 * that Jinja2 evaluates while it compiles, where an undefined value raises too early or a slice too late.
 */
function isOutOfScope(python: PythonResult, ours: CaseResult): boolean {
  if ('output' in python) {
    if (/ at 0x[0-9a-f]+/.test(python.output) || /\dj\b/.test(python.output)) return true
  } else if (
    python.error.class === 'Timeout' ||
    (python.error.phase === 'compile' && python.error.class === 'UndefinedError')
  ) {
    return true
  }
  return (
    'error' in ours &&
    /is complex|not subscriptable|unhashable type: 'slice'/.test(ours.error.message)
  )
}

function agree(python: PythonResult, ours: CaseResult): boolean {
  if ('output' in python) return 'output' in ours && ours.output === python.output
  return (
    'error' in ours &&
    ours.error.class === python.error.class &&
    ours.error.phase === python.error.phase
  )
}

function describeDifference(item: RenderCase, python: PythonResult, ours: CaseResult): string {
  const shown = 'output' in ours ? { output: ours.output } : { error: ours.error }
  return [
    `template ${JSON.stringify(item.template)}`,
    `context  ${item.context_json}`,
    `options  ${JSON.stringify(item.options)}`,
    `python   ${JSON.stringify(python)}`,
    `galley   ${JSON.stringify(shown)}`,
  ].join('\n')
}

const reason = whyNoPython()

describe.skipIf(reason !== undefined)(
  `random templates against Python${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    it(`agrees in 99 of 100 of ${count} templates`, () => {
      const cases = fc.sample(renderCase, { numRuns: count, seed })
      const answers = askPython(cases)
      const compared = cases.flatMap((item, index) => {
        const python = answers[index]
        const ours = runCase(item)
        return python === undefined || isOutOfScope(python, ours) ? [] : [{ item, python, ours }]
      })
      const differing = compared.filter(({ python, ours }) => !agree(python, ours))
      const texts = compared.filter(({ python }) => 'output' in python).length
      console.log(
        `seed ${seed}: ${compared.length} compared (${texts} texts), ${differing.length} differ`,
      )
      for (const { item, python, ours } of differing)
        console.log(describeDifference(item, python, ours))
      expect(answers.length).toBe(count)
      expect(texts).toBeGreaterThan(count / 3)
      expect(differing.length / compared.length).toBeLessThan(0.01)
    }, 300_000)
  },
)
