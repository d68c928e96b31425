import { procedures } from '../procedures.ts'
import type { CanaryService } from './canary/service.ts'
import type { ExperimentParts } from './parts.ts'
import type { ExperimentService } from './service.ts'
import { simulateExperiment } from './simulation/simulate.ts'
import { simulateTestSizes } from './simulation/sizes.ts'

const { experiment: methods } = procedures

export const experimentRouter = (service: ExperimentService, parts: ExperimentParts) => ({
  list: methods.list.handler(({ input }) => service.list(input)),
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
  start: methods.start.handler(({ input }) => service.live.start(input)),
  pause: methods.pause.handler(({ input }) => service.live.steer(input, 'pause', 'was paused')),
  resume: methods.resume.handler(({ input }) => service.live.steer(input, 'resume', 'goes on')),
  ramp: methods.ramp.handler(({ input }) => {
    const { coverageBp } = input
    return service.live.steer(input, 'ramp', `covers ${coverageBp / 100}%`, { coverageBp })
  }),
  reweigh: methods.reweigh.handler(({ input }) => service.live.reweigh(input)),
  status: methods.status.handler(({ input }) => service.live.status(input)),
  judge: methods.judge.handler(({ input, signal }) =>
    service.live.judge(input, signal ?? new AbortController().signal),
  ),
  declareWinner: methods.declareWinner.handler(({ input }) => service.live.declareWinner(input)),
  cancel: methods.cancel.handler(({ input }) => service.cancel(input)),
})

export const canaryRouter = (service: CanaryService) => ({
  list: procedures.canary.list.handler(({ input }) => service.list(input)),
  start: procedures.canary.start.handler(({ input }) => service.start(input)),
  status: procedures.canary.status.handler(({ input }) => service.status(input)),
  step: procedures.canary.step.handler(({ input }) => service.step(input)),
  watch: procedures.canary.watch.handler(async function* ({ input, signal }) {
    yield* service.watch(input, signal)
  }),
  promote: procedures.canary.promote.handler(({ input }) => service.promote(input)),
  rollBack: procedures.canary.rollBack.handler(({ input }) => service.rollBack(input)),
})
