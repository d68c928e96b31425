import { procedures } from '../procedures.ts'
import type { ExperimentParts } from './parts.ts'
import { type ExperimentService, notBuilt } from './service.ts'
import { simulateExperiment } from './simulation/simulate.ts'
import { simulateTestSizes } from './simulation/sizes.ts'

const { experiment: methods } = procedures

export const experimentRouter = (service: ExperimentService, parts: ExperimentParts) => ({
  list: methods.list.handler(({ input }) => service.drafts.list(input)),
  get: methods.get.handler(({ input }) => service.get(input)),
  create: methods.create.handler(({ input }) => service.drafts.create(input)),
  update: methods.update.handler(({ input }) => service.drafts.update(input)),
  power: methods.power.handler(({ input }) => service.power(input)),
  simulate: methods.simulate.handler(async function* ({ input, signal }) {
    const script = parts.environment.resources.simulationWorker
    yield* simulateExperiment({ scores: parts.scores, script }, input, signal)
  }),
  simulateSizes: methods.simulateSizes.handler(({ input, signal }) =>
    simulateTestSizes(parts.scores, input, signal),
  ),
  start: methods.start.handler(notBuilt),
  pause: methods.pause.handler(notBuilt),
  resume: methods.resume.handler(notBuilt),
  ramp: methods.ramp.handler(notBuilt),
  reweigh: methods.reweigh.handler(notBuilt),
  status: methods.status.handler(notBuilt),
  judge: methods.judge.handler(notBuilt),
  declareWinner: methods.declareWinner.handler(notBuilt),
  cancel: methods.cancel.handler(({ input }) => {
    const row = service.drafts.require(input.experiment)
    return row.status === 'draft' ? service.drafts.cancel(row, input.reason) : notBuilt()
  }),
})

export const canaryRouter = {
  list: procedures.canary.list.handler(notBuilt),
  start: procedures.canary.start.handler(notBuilt),
  status: procedures.canary.status.handler(notBuilt),
  step: procedures.canary.step.handler(notBuilt),
  watch: procedures.canary.watch.handler(notBuilt),
  rollBack: procedures.canary.rollBack.handler(notBuilt),
}
