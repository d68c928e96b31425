import { z } from 'zod'
import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError, type Where } from '#shared/contract/errors.ts'
import { roleSchema } from '#shared/contract/template.ts'

const messagesSchema = z.array(z.object({ role: roleSchema, content: z.string() }))

/** The messages that a placeholder stands for; none where the binding is left out. */
export function listedMessages(bindings: Bindings, name: string, where: Where) {
  const value = Object.hasOwn(bindings, name) ? bindings[name] : []
  const parsed = messagesSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new GalleyError(
    'template_failed',
    `The placeholder "${name}" needs a list of messages with role and content.`,
    { fix: `Give "${name}" a list like [{"role": "user", "content": "…"}].`, where },
  )
}
