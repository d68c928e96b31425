import { procedures } from '../procedures.ts'
import { type ScoreSource, simulateExperiment } from './simulate.ts'

export const experimentRouter = (source: ScoreSource) => ({
  simulate: procedures.experiment.simulate.handler(({ input, signal }) =>
    simulateExperiment(source, input, signal),
  ),
})
