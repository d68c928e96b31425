import type { ExperimentDesign } from '#shared/contract/experiment/design.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { PublishableVersion } from '../parts.ts'

/** What `galley.start_experiment` takes of an experiment. */
export function startRequest(
  draft: Experiment & { design: ExperimentDesign },
  publishable: (version: number) => PublishableVersion,
  act: { key: string; actor: string; reason: string; at: string },
) {
  const { design } = draft
  const names = (role: string) =>
    design.metrics.filter((metric) => metric.role === role).map(({ name }) => name)
  return {
    ...act,
    id: draft.id,
    kind: 'experiment',
    name: draft.name,
    description: draft.description,
    template: draft.templateName,
    design,
    arms: design.arms.map(({ key, weightBp, version }) => ({
      key,
      weightBp,
      publish: publishable(version),
    })),
    coverageBp: design.coverageBp,
    ...(design.layer === null ? {} : { layer: design.layer }),
    primaryMetric: names('primary')[0],
    secondaryMetrics: [...names('secondary'), ...names('guardrail')],
    minimumUsers: design.stopping.minimumUsers,
    confidence: 1 - design.stopping.alpha,
  }
}
