import { procedures } from '../procedures.ts'
import type { RunService } from './service.ts'

export const runRouter = (service: RunService) => ({
  list: procedures.run.list.handler(({ input }) => service.list(input)),
  get: procedures.run.get.handler(({ input }) => service.get(input)),
  start: procedures.run.start.handler(({ input }) => service.start(input)),
  checkInputs: procedures.run.checkInputs.handler(({ input }) => service.checkInputs(input)),
  forecast: procedures.run.forecast.handler(({ input }) => service.forecast(input)),
  cancel: procedures.run.cancel.handler(({ input }) => service.cancel(input)),
  getSettings: procedures.run.getSettings.handler(() => service.getSettings()),
  updateSettings: procedures.run.updateSettings.handler(({ input }) =>
    service.updateSettings(input),
  ),
  pause: procedures.run.pause.handler(({ input }) => service.pause(input)),
  retry: procedures.run.retry.handler(({ input }) => service.retry(input)),
  rate: procedures.run.rate.handler(({ input }) => service.rate(input)),
  resume: procedures.run.resume.handler(({ input }) => service.resume(input)),
  watch: procedures.run.watch.handler(async ({ input, signal }) => service.watch(input, signal)),
  listResults: procedures.run.listResults.handler(({ input }) => service.listResults(input)),
  listCaseResults: procedures.run.listCaseResults.handler(({ input }) =>
    service.listCaseResults(input),
  ),
  listErrors: procedures.run.listErrors.handler(({ input }) => service.listErrors(input)),
  getResult: procedures.run.getResult.handler(({ input }) => service.getResult(input)),
  export: procedures.run.export.handler(async function* ({ input }) {
    yield* service.export(input)
  }),
  repeats: procedures.run.repeats.handler(({ input }) => service.repeats(input)),
  trend: procedures.run.trend.handler(({ input }) => service.trend(input)),
  compare: procedures.run.compare.handler(({ input }) => service.compare(input)),
})
