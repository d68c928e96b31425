import { compileGuardrails } from './compile.ts'
import type { Guardrail, GuardrailServices, Violation } from './types.ts'

/** A text with the verdict a person expects of one guardrail; stored with the guardrail. */
export interface GuardrailSample {
  id: string
  text: string
  expected: 'violation' | 'clean'
}

/** What a guardrail said about one sample. */
export interface SampleVerdict {
  sample: GuardrailSample
  isCaught: boolean
  /** Whether the verdict is the expected one; null when the guardrail could not be evaluated. */
  isExpected: boolean | null
  violations: Violation[]
  failure: string | null
}

export interface VersionComparison {
  after: SampleVerdict[]
  /** Passed before, reported now. */
  newlyCaught: SampleVerdict[]
  /** Reported before, passes now. */
  newlyMissed: SampleVerdict[]
  /** How many verdicts were as expected, before and after. */
  agreement: { before: number; after: number; of: number }
}

/** Scope and switch do not matter here: the bench tries the rule, not where it is used. */
const unscoped = (guardrail: Guardrail): Guardrail => ({
  ...guardrail,
  enabled: true,
  appliesTo: { templates: [], categories: [], labels: [] },
})

/** Runs one guardrail on samples, each as a text of the guardrail's first stage. */
export async function runSamples(
  guardrail: Guardrail,
  samples: readonly GuardrailSample[],
  services: GuardrailServices = {},
): Promise<SampleVerdict[]> {
  const compiled = compileGuardrails([unscoped(guardrail)], services)
  const stage = guardrail.stages[0] ?? 'input'
  const verdicts: SampleVerdict[] = []
  for (const sample of samples) {
    const { violations, failures } = await compiled.checkAsync({ stage, text: sample.text })
    const failure = failures[0]?.message ?? null
    const isCaught = violations.length > 0
    const isExpected = failure === null ? isCaught === (sample.expected === 'violation') : null
    verdicts.push({ sample, isCaught, isExpected, violations, failure })
  }
  return verdicts
}

/**
 * What a change does to the samples and to recent violations: shown before it is saved. `before` is
 * null for a new guardrail.
 */
export async function compareGuardrailVersions(
  before: Guardrail | null,
  after: Guardrail,
  samples: readonly GuardrailSample[],
  services: GuardrailServices = {},
): Promise<VersionComparison> {
  const old = before === null ? [] : await runSamples(before, samples, services)
  const now = await runSamples(after, samples, services)
  const wasCaught = new Map(old.map(({ sample, isCaught }) => [sample.id, isCaught]))
  const countExpected = (verdicts: readonly SampleVerdict[]): number =>
    verdicts.filter(({ isExpected }) => isExpected === true).length
  return {
    after: now,
    newlyCaught: now.filter(
      ({ sample, isCaught }) => isCaught && wasCaught.get(sample.id) !== true,
    ),
    newlyMissed: now.filter(
      ({ sample, isCaught }) => !isCaught && wasCaught.get(sample.id) === true,
    ),
    agreement: { before: countExpected(old), after: countExpected(now), of: samples.length },
  }
}
