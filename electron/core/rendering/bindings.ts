import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { findJsonError } from '#shared/domain/json/error.ts'
import type { RenderContext } from './context.ts'

/** The bindings as values; throws `invalid_input` with line and column for text that is no JSON object. */
export function parseBindings({ bindings = {}, bindingsJson }: RenderContext): Bindings {
  if (bindingsJson === undefined) return bindings
  let value: unknown
  try {
    value = JSON.parse(bindingsJson)
  } catch (cause) {
    const error = findJsonError(bindingsJson) ?? { index: 0, message: String(cause) }
    const before = bindingsJson.slice(0, error.index).split('\n')
    const line = before.length
    const column = (before.at(-1)?.length ?? 0) + 1
    throw new GalleyError(
      'invalid_input',
      `The bindings are not JSON: line ${line}, column ${column}: ${error.message}`,
      { fix: 'Mend the JSON text.', where: { field: 'bindingsJson', line, column }, cause },
    )
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Bindings
  throw new GalleyError('invalid_input', 'The bindings are one JSON object: {"name": value, …}.', {
    fix: 'Write an object with the name of each variable.',
    where: { field: 'bindingsJson' },
  })
}
