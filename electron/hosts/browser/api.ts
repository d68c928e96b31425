import type { IncomingMessage, ServerResponse } from 'node:http'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { BodyLimitPlugin } from '@orpc/server/node'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { Core } from '#core/core.ts'
import type { Logger } from '#core/environment.ts'
import { contract } from '#shared/contract/contract.ts'
import { logBugs } from '../bugs.ts'
import { type Caller, type CallerContext, checkRole } from './roles.ts'

export const apiPrefix = '/api/v1'

/** The largest request: a dataset file of some hundred thousand cases. */
export const largestRequestBytes = 256 * 1024 * 1024

/** Answers a request under the prefix; false where the contract has no such address. */
export type ServeApi = (
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
) => Promise<boolean>

function describeApi(version: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'Galley',
      version,
      description: 'The same calls that the pages and the command line make.',
    },
    servers: [{ url: apiPrefix }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  })
}

/** The contract as REST, and its OpenAPI document, made when first asked for. */
export function serveApi(core: Core, logger: Logger, version: string): ServeApi {
  const handler = new OpenAPIHandler<CallerContext>(core.router, {
    // Around the call alone: a request that is no JSON is nobody's bug here.
    clientInterceptors: [logBugs(logger), checkRole],
    plugins: [
      // Query strings hold only text: "5" becomes 5 where the contract wants a number.
      new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] }),
      new BodyLimitPlugin({ maxBodySize: largestRequestBytes }),
    ],
  })
  let document: ReturnType<typeof describeApi> | null = null

  return async (request, response, caller) => {
    response.setHeader('Cache-Control', 'no-store')
    if (request.url === `${apiPrefix}/openapi.json` && request.method === 'GET') {
      document ??= describeApi(version)
      response.setHeader('Content-Type', 'application/json; charset=utf-8')
      response.end(JSON.stringify(await document))
      return true
    }
    const context = { caller }
    const { matched } = await handler.handle(request, response, { prefix: apiPrefix, context })
    return matched
  }
}
