import { procedures } from '../procedures.ts'
import type { OutboxService } from './outbox/replay.ts'
import type { PromotionService } from './promotions/service.ts'
import type { PublishingService } from './publisher.ts'
import type { PullService } from './pulling/pull.ts'
import type { RemoteService } from './remotes/service.ts'

const { remote, publishing, promotion, outbox } = procedures

export const remoteRouter = (service: RemoteService) => ({
  list: remote.list.handler(() => service.list()),
  add: remote.add.handler(({ input }) => service.add(input)),
  remove: remote.remove.handler(({ input }) => service.remove(input)),
  check: remote.check.handler(({ input }) => service.check(input)),
  connection: remote.connection.handler(({ input }) => service.connection(input)),
  migrate: remote.migrate.handler(({ input }) => service.migrate(input)),
  printMigration: remote.printMigration.handler(({ input }) => service.printMigration(input)),
  maintain: remote.maintain.handler(({ input }) => service.maintain(input)),
})

export const publishingRouter = (service: PublishingService, pulling: PullService) => ({
  pull: publishing.pull.handler(({ input }) => pulling.pull(input)),
  rebase: publishing.rebase.handler(({ input }) => pulling.rebase(input)),
  list: publishing.list.handler(({ input }) => service.list(input)),
  plan: publishing.plan.handler(({ input }) => service.plan(input)),
  publish: publishing.publish.handler(({ input }) => service.publish(input)),
  propose: publishing.propose.handler(({ input }) => service.propose(input)),
  activate: publishing.activate.handler(({ input }) => service.activate(input)),
  deactivate: publishing.deactivate.handler(({ input }) => service.deactivate(input)),
  rollBack: publishing.rollBack.handler(({ input }) => service.rollBack(input)),
  listAudit: publishing.listAudit.handler(({ input }) => service.listAudit(input)),
})

export const promotionRouter = (service: PromotionService) => ({
  list: promotion.list.handler(({ input }) => service.list(input)),
  get: promotion.get.handler(({ input }) => service.get(input)),
  review: promotion.review.handler(({ input }) => service.review(input)),
  addEvidence: promotion.addEvidence.handler(({ input }) => service.addEvidence(input)),
  cancel: promotion.cancel.handler(({ input }) => service.cancel(input)),
  listRules: promotion.listRules.handler(({ input }) => service.listRules(input)),
  setRule: promotion.setRule.handler(({ input }) => service.setRule(input)),
})

export const outboxRouter = (service: OutboxService) => ({
  list: outbox.list.handler(() => service.list()),
  retry: outbox.retry.handler(({ input }) => service.retry(input)),
  drop: outbox.drop.handler(({ input }) => service.drop(input)),
})
