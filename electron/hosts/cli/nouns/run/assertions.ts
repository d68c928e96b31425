import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { type Assertion, assertionSchema } from '#shared/contract/run.ts'

/** What a bare value after the colon means, for the types where it is not simply `value`. */
function fromShort(text: string): unknown {
  const isNegated = text.startsWith('not-')
  const [type = '', value] = text.replace(/^not-/, '').split(/:(.*)/s)
  if (value === undefined) return { type, isNegated }
  return { type, isNegated, value: type === 'number' ? Number(value) : value }
}

/**
 * `number`, `contains:some text`, `not-contains:sorry`, `regex:^\d+$`, or an assertion as JSON.
 * Collects, since the option may be repeated.
 */
export function assertion(text: string, before: Assertion[] | undefined): Assertion[] {
  let value: unknown
  try {
    value = text.startsWith('{') ? JSON.parse(text) : fromShort(text)
  } catch {
    throw new InvalidArgumentError('It is not JSON.')
  }
  const parsed = assertionSchema.safeParse(value)
  if (!parsed.success) throw new InvalidArgumentError(z.prettifyError(parsed.error))
  return [...(before ?? []), parsed.data]
}
