import { GalleyError } from '#shared/contract/errors.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { ExperimentParts } from '../parts.ts'
import { shownSchema, toExperiment } from './shown.ts'

/** Experiments of a shared store as the last pull saw them, newest first. What cannot be read is left out. */
export function listPulled(
  { pulledExperiments }: Pick<ExperimentParts, 'pulledExperiments'>,
  remote: string,
): Experiment[] {
  return pulledExperiments(remote)
    .flatMap(({ body, seenAt }) => {
      const { data } = shownSchema.safeParse(body)
      return data?.kind === 'experiment' ? [{ ...toExperiment(data, remote), seenAt }] : []
    })
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
}

/** What the store says; while it cannot be reached, what `pulled` has. Throws where that has nothing. */
export async function orPulled<Value>(
  asking: Promise<Value>,
  pulled: () => Value | undefined,
): Promise<Value> {
  try {
    return await asking
  } catch (error) {
    const isAway = error instanceof GalleyError && error.code === 'remote_unreachable'
    const kept = isAway ? pulled() : undefined
    if (kept === undefined) throw error
    return kept
  }
}
