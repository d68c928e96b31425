import { procedures } from '../procedures.ts'
import type { ProviderService } from './service.ts'

const { provider } = procedures

export const providerRouter = (service: ProviderService) => ({
  list: provider.list.handler(() => service.list()),
  create: provider.create.handler(({ input }) => service.create(input)),
  update: provider.update.handler(({ input }) => service.update(input)),
  remove: provider.remove.handler(({ input }) => service.remove(input)),
  test: provider.test.handler(({ input, signal }) => service.test(input, signal)),
})
