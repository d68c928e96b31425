import { z } from 'zod'
import { instantSchema, method } from './base.ts'

/** It stands in model references before a "/", and in the names of environment variables. */
const providerNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'The name of a provider has up to 64 letters, digits, ".", "_" and "-".',
  )

/**
 * The wire format a server speaks. Ollama, vLLM, LM Studio and OpenAI itself are the first kind. Azure
 * speaks it too, at the address of a resource and with deployments as models.
 */
export const providerKindSchema = z.enum(['openai-compatible', 'anthropic', 'google', 'azure'])
export type ProviderKind = z.infer<typeof providerKindSchema>

/** US dollars per million tokens, as its owner read it on a day. */
export const priceSchema = z.strictObject({
  model: z.string().min(1).max(200),
  inputPerMillion: z.number().min(0),
  outputPerMillion: z.number().min(0),
  asOf: z.iso.date(),
})
export type Price = z.infer<typeof priceSchema>

/** A price as it holds; `shipped` ones came with this version of Galley. */
const listedPriceSchema = priceSchema.extend({ source: z.enum(['workspace', 'shipped']) })
export type ListedPrice = z.infer<typeof listedPriceSchema>

const settings = {
  /** Names of models; where there are any, another one is refused as a slip of the pen. */
  models: z.array(z.string().min(1).max(200)).max(500),
  /** Requests under way at once, at most: fewer after the provider said that it is too many. */
  concurrency: z.number().int().min(1).max(200),
  timeoutMs: z.number().int().min(50).max(3_600_000),
  /** Null: no limit but the provider's own. */
  requestsPerMinute: z.number().int().min(1).nullable(),
  /** False: a limit (429, or the one above) ends the cell in an error at once instead of waiting. */
  waitsForLimits: z.boolean(),
  /** Further attempts after 429, 5xx and broken connections. */
  maxRetries: z.number().int().min(0).max(10),
  /** A model without a price costs "unknown", never 0. */
  prices: z.array(priceSchema).max(500),
}

const baseUrlSchema = z
  .url({ protocol: /^https?$/, message: 'A base URL begins with http:// or https://.' })
  .max(2000)

const providerSchema = z.object({
  id: z.uuid(),
  name: providerNameSchema,
  kind: providerKindSchema,
  /** Null: the vendor's own address. */
  baseUrl: z.string().nullable(),
  /** Whether the secret store has a key; the key itself never leaves it. */
  hasKey: z.boolean(),
  ...settings,
  createdAt: instantSchema,
})
export type Provider = z.infer<typeof providerSchema>

/** Why a provider gave no answer: the `reason` among the details of a `provider_failed`. */
const providerFailures = [
  'key_refused',
  'unknown_model',
  'rate_limited',
  'request_refused',
  'server_failed',
  'timed_out',
  'unreachable',
  'unreadable_answer',
] as const
export type ProviderFailure = (typeof providerFailures)[number]

const apiKeySchema = z.string().min(1).max(2000)
const byName = z.object({ provider: providerNameSchema })

const providerTestSchema = z.object({
  isWorking: z.boolean(),
  model: z.string(),
  latencyMs: z.number().nullable(),
  message: z.string(),
  fix: z.string().nullable(),
})
export type ProviderTest = z.infer<typeof providerTestSchema>

export const provider = {
  list: method
    .route({ method: 'GET', path: '/providers', summary: 'The providers of this workspace.' })
    .output(z.object({ items: z.array(providerSchema) })),
  create: method
    .route({ method: 'POST', path: '/providers', summary: 'Adds a provider; connects to nothing.' })
    .input(
      z.strictObject({
        name: providerNameSchema,
        kind: providerKindSchema,
        baseUrl: baseUrlSchema.optional(),
        apiKey: apiKeySchema.optional(),
        models: settings.models.default([]),
        concurrency: settings.concurrency.default(4),
        timeoutMs: settings.timeoutMs.default(60_000),
        requestsPerMinute: settings.requestsPerMinute.default(null),
        waitsForLimits: settings.waitsForLimits.default(true),
        maxRetries: settings.maxRetries.default(4),
        prices: settings.prices.default([]),
      }),
    )
    .output(providerSchema),
  update: method
    .route({
      method: 'PATCH',
      path: '/providers/{provider}',
      summary: 'Changes a provider; a key of null is forgotten.',
    })
    .input(
      byName.extend(
        z
          .object({
            ...settings,
            baseUrl: baseUrlSchema,
            apiKey: apiKeySchema.nullable(),
          })
          .partial().shape,
      ),
    )
    .output(providerSchema),
  remove: method
    .route({
      method: 'DELETE',
      path: '/providers/{provider}',
      summary: 'Forgets a provider and its key; results stay.',
    })
    .input(byName)
    .output(providerSchema),
  listPrices: method
    .route({ method: 'GET', path: '/prices', summary: 'What models cost, each as of its day.' })
    .output(z.object({ items: z.array(listedPriceSchema) })),
  setPrice: method
    .route({
      method: 'PUT',
      path: '/prices',
      summary: 'A price of this workspace: it goes before the one that ships with Galley.',
    })
    .input(priceSchema)
    .output(z.object({ items: z.array(listedPriceSchema) })),
  removePrice: method
    .route({ method: 'DELETE', path: '/prices', summary: 'The shipped price holds again.' })
    .input(z.object({ model: priceSchema.shape.model }))
    .output(z.object({ items: z.array(listedPriceSchema) })),
  test: method
    .route({
      method: 'POST',
      path: '/providers/{provider}/test',
      summary: 'One tiny call, to see that address, key and model work.',
    })
    .input(byName.extend({ model: z.string().min(1).max(200).optional() }))
    .output(providerTestSchema),
}
