import { z } from 'zod'
import { instantSchema, method, nameSchema } from './base.ts'

/** What a token may do, each with what the one before may: the roles of the shared store. */
export const tokenRoleSchema = z.enum(['reader', 'author', 'publisher', 'admin'])
export type TokenRole = z.infer<typeof tokenRoleSchema>

const tokenSchema = z.object({
  name: nameSchema,
  role: tokenRoleSchema,
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
})
export type Token = z.infer<typeof tokenSchema>

export const token = {
  list: method
    .route({ method: 'GET', path: '/tokens', summary: 'Tokens of scripts, without their secrets.' })
    .output(z.object({ items: z.array(tokenSchema) })),
  create: method
    .route({
      method: 'POST',
      path: '/tokens',
      summary: 'A token for scripts; its secret is shown this once and kept hashed.',
    })
    .input(z.strictObject({ name: nameSchema, role: tokenRoleSchema.default('reader') }))
    .output(tokenSchema.extend({ secret: z.string() })),
  revoke: method
    .route({ method: 'DELETE', path: '/tokens/{name}', summary: 'The token ends at once.' })
    .input(z.object({ name: nameSchema }))
    .output(tokenSchema),
}
