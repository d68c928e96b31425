import { GalleyError } from '#shared/contract/errors.ts'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { PowerReport } from '#shared/contract/experiment/simulation.ts'
import { planPower } from '#shared/domain/planning/power.ts'
import { powerWarnings } from '#shared/domain/simulation/warnings.ts'
import type { Input } from '../inputs.ts'
import { ExperimentDrafts } from './drafts.ts'
import type { ExperimentParts } from './parts.ts'

/** Experiments: drafts here, simulations, and live tests in a shared store. */
export class ExperimentService {
  readonly drafts: ExperimentDrafts

  constructor(parts: ExperimentParts) {
    this.drafts = new ExperimentDrafts(parts)
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

  get({ experiment }: Input<'experiment', 'get'>): Experiment {
    return this.drafts.view(this.drafts.require(experiment))
  }
}

/** Until the live part is there. */
export function notBuilt(): never {
  throw new GalleyError('missing_part', 'Live experiments are being built.')
}
