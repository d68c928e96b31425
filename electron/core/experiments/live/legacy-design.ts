import { designSchema, type ExperimentDesign } from '#shared/contract/experiment/design.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Shown } from './shown.ts'

/** The original names of metrics; any other is an outcome that services record. */
const METRICS: Record<string, object> = {
  success_rate: { source: { kind: 'success' }, kind: 'ratio' },
  error_rate: { source: { kind: 'error' }, kind: 'ratio', higherIsBetter: false },
  response_time_ms: { source: { kind: 'latency' }, kind: 'mean', higherIsBetter: false },
  avg_response_time_ms: { source: { kind: 'latency' }, kind: 'mean', higherIsBetter: false },
  cost_usd: { source: { kind: 'cost' }, kind: 'mean', higherIsBetter: false },
}

/** An effect that is worth finding, where an original experiment does not say which. */
const USUAL_EFFECT = 0.05

/** How an experiment of an original service is looked at: its metric and sample size, the default rule. */
export function legacyDesign(shown: Shown, experiment: Experiment): ExperimentDesign {
  const { primary_metric: name, minimum_sample_size: minimum, confidence_level: level } = shown
  const metric = METRICS[name] ?? { source: { kind: 'outcome', outcome: name }, kind: 'mean' }
  const { arms: _, ...rest } = designSchema.parse({
    // Percent that end before 100 are no weights; the sample ratio takes them as they are.
    arms: [
      { key: 'control', version: 1, weightBp: 5000 },
      { key: 'variant', version: 1, weightBp: 5000 },
    ],
    metrics: [{ name, role: 'primary', ...metric }],
    stopping: {
      plannedUsers: Math.max(20, minimum),
      minimumUsers: Math.max(20, minimum),
      plannedEffect: USUAL_EFFECT,
      alpha: level > 0.5 && level < 1 ? 1 - level : 0.05,
    },
  })
  return {
    ...rest,
    arms: experiment.arms.map(({ key, version, weightBp }) => ({
      key,
      weightBp,
      version: version ?? 1,
    })),
  }
}
