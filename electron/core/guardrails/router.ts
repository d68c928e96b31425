import { procedures } from '../procedures.ts'
import type { GuardrailService } from './service.ts'

export const guardrailRouter = (service: GuardrailService) => ({
  list: procedures.guardrail.list.handler(() => service.list()),
  update: procedures.guardrail.update.handler(({ input }) => service.update(input)),
  check: procedures.guardrail.check.handler(({ input }) => service.check(input)),
})
