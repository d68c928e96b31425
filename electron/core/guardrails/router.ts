import { procedures } from '../procedures.ts'
import type { GuardrailService } from './service.ts'
import type { GuardrailSharing } from './sharing.ts'

export const guardrailRouter = (service: GuardrailService, sharing: GuardrailSharing) => ({
  list: procedures.guardrail.list.handler(({ input }) => service.list(input)),
  get: procedures.guardrail.get.handler(({ input }) => service.get(input)),
  create: procedures.guardrail.create.handler(({ input }) => service.create(input)),
  update: procedures.guardrail.update.handler(({ input }) => service.update(input)),
  archive: procedures.guardrail.archive.handler(({ input }) => service.archive(input)),
  test: procedures.guardrail.test.handler(({ input }) => service.test(input)),
  listViolations: procedures.guardrail.listViolations.handler(({ input }) =>
    service.listViolations(input),
  ),
  markViolation: procedures.guardrail.markViolation.handler(({ input }) =>
    service.markViolation(input),
  ),
  listCounts: procedures.guardrail.listCounts.handler(({ input }) => service.listCounts(input)),
  setSecret: procedures.guardrail.setSecret.handler(({ input }) => service.setSecret(input)),
  compareShared: procedures.guardrail.compareShared.handler(({ input }) =>
    sharing.compareShared(input),
  ),
  listPulled: procedures.guardrail.listPulled.handler(() => sharing.listPulled()),
  adopt: procedures.guardrail.adopt.handler(({ input }) => sharing.adopt(input)),
  publish: procedures.guardrail.publish.handler(({ input }) => sharing.publish(input)),
  check: procedures.guardrail.check.handler(({ input }) => service.check(input)),
})
