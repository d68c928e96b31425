import { procedures } from '../procedures.ts'
import type { TokenService } from './service.ts'

const { token } = procedures

export const tokenRouter = (service: TokenService) => ({
  list: token.list.handler(() => service.list()),
  create: token.create.handler(({ input }) => service.create(input)),
  revoke: token.revoke.handler(({ input }) => service.revoke(input)),
})
