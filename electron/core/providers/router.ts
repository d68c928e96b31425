import { procedures } from '../procedures.ts'
import type { ProviderService } from './service.ts'

const { provider } = procedures

export const providerRouter = (service: ProviderService) => ({
  list: provider.list.handler(() => service.list()),
  create: provider.create.handler(({ input }) => service.create(input)),
  update: provider.update.handler(({ input }) => service.update(input)),
  remove: provider.remove.handler(({ input }) => service.remove(input)),
  listPrices: provider.listPrices.handler(() => service.listPrices()),
  setPrice: provider.setPrice.handler(({ input }) => service.setPrice(input)),
  removePrice: provider.removePrice.handler(({ input }) => service.removePrice(input)),
  test: provider.test.handler(({ input, signal }) => service.test(input, signal)),
})
