import { procedures } from '../procedures.ts'
import type { PublishingService } from './publisher.ts'
import type { RemoteService } from './remotes.ts'

const { remote, publishing } = procedures

export const remoteRouter = (service: RemoteService) => ({
  list: remote.list.handler(() => service.list()),
  add: remote.add.handler(({ input }) => service.add(input)),
  remove: remote.remove.handler(({ input }) => service.remove(input)),
  check: remote.check.handler(({ input }) => service.check(input)),
  migrate: remote.migrate.handler(({ input }) => service.migrate(input)),
  printMigration: remote.printMigration.handler(() => service.printMigration()),
})

export const publishingRouter = (service: PublishingService) => ({
  list: publishing.list.handler(({ input }) => service.list(input)),
  plan: publishing.plan.handler(({ input }) => service.plan(input)),
  publish: publishing.publish.handler(({ input }) => service.publish(input)),
  rollBack: publishing.rollBack.handler(({ input }) => service.rollBack(input)),
  listAudit: publishing.listAudit.handler(({ input }) => service.listAudit(input)),
})
