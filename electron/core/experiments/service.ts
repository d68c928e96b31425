import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { PowerReport } from '#shared/contract/experiment/simulation.ts'
import { planPower } from '#shared/domain/planning/power.ts'
import { powerWarnings } from '#shared/domain/simulation/warnings.ts'
import type { Page } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import { ExperimentDrafts } from './drafts.ts'
import { listPulled, orPulled } from './live/pulled.ts'
import { LiveExperiments } from './live/service.ts'
import { type ExperimentParts, nameOfTemplate } from './parts.ts'

/** Experiments: drafts here, simulations, and live tests in a shared store. */
export class ExperimentService {
  readonly drafts: ExperimentDrafts
  readonly live: LiveExperiments
  readonly #parts: ExperimentParts

  constructor(parts: ExperimentParts) {
    this.#parts = parts
    this.drafts = new ExperimentDrafts(parts)
    this.live = new LiveExperiments(parts, this.drafts)
  }

  list(input: Input<'experiment', 'list'>): Promise<Page<Experiment>> | Page<Experiment> {
    const { remote } = input
    if (remote === undefined) return this.drafts.list(input)
    return orPulled(this.live.list(remote, input), () => {
      // Further pages are the store's to give: here all of them are one.
      if (input.cursor !== undefined) return undefined
      const name = nameOfTemplate(this.#parts.templates, input.template)
      const items = listPulled(this.#parts, remote).filter(
        ({ status, templateName }) =>
          (input.status === undefined || status === input.status) &&
          (name === null || templateName === name),
      )
      return items.length === 0 ? undefined : { items, nextCursor: null }
    })
  }

  power(input: Input<'experiment', 'power'>): PowerReport {
    const { usersByArm, plan, curve, reasons, ...rest } = planPower(input)
    return {
      ...rest,
      usersByArm: usersByArm === null ? null : [...usersByArm],
      plan,
      curve: [...curve],
      warnings: powerWarnings(plan?.powerOfRule ?? plan?.powerFixed ?? null),
      reasons,
    }
  }

  /** From the store where one is named; else as this workspace knows it, without any connection. */
  get(input: Input<'experiment', 'get'>): Promise<Experiment> | Experiment {
    const { remote } = input
    if (remote !== undefined) {
      return orPulled(this.live.get(input), () =>
        listPulled(this.#parts, remote).find(({ name }) => name === input.experiment),
      )
    }
    return this.drafts.view(this.drafts.require(input.experiment))
  }

  /** A draft ends here; a live one ends in its store, keeping the control. */
  cancel(input: Input<'experiment', 'cancel'>): Promise<Experiment> | Experiment {
    const row = input.remote === undefined ? this.drafts.require(input.experiment) : undefined
    if (row?.status === 'draft') return this.drafts.cancel(row, input.reason)
    return this.live.steer(input, 'cancel', 'was cancelled')
  }
}
