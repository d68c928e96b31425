/** `JSON.rawJSON` and the reviver's source text are in Node 24 but not yet in TypeScript's library. */
interface SourceJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): unknown
}
const sourceJson = JSON as unknown as SourceJson

/** Numbers that JavaScript would write differently than the file: 1.0, 1e3, more than 15 digits. */
const unusualNumber = /\d\.\d*0(?!\d)|\d[eE]|\d{16}|-0(?!\.\d)/

/**
 * Parses JSON so that stringifying gives every number back as it was written: a template prints 1.0
 * and 1 differently, as Python does. Such a number is an opaque object here.
 */
export function parseKeepingNumbers(text: string): unknown {
  if (!unusualNumber.test(text)) return JSON.parse(text)
  return sourceJson.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== String(value)
      ? sourceJson.rawJSON(source)
      : value,
  )
}

/** True for objects of keys and values, as opposed to lists, null and kept numbers. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  )
}

/** One object as JSON text from its members: no member name has a special meaning this way. */
export function objectText(members: Iterable<[string, unknown]>): string {
  const parts = Array.from(
    members,
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return `{${parts.join(',')}}`
}

/** Deeper values could not be rendered either: the template engine stops at the same depth. */
const deepest = 200

/** A place inside a value that cannot be kept, and why. */
export interface Unkeepable {
  path: string
  message: string
}

/** The first member called `__proto__` or nested too deeply, or null. */
export function findUnkeepable(value: unknown, path: string[] = []): Unkeepable | null {
  if (typeof value !== 'object' || value === null) return null
  if (path.length >= deepest) {
    const message = `The value is nested more than ${deepest} levels deep.`
    return { path: path.slice(0, 3).join('.'), message }
  }
  for (const [name, member] of Object.entries(value)) {
    const inside = [...path, name]
    if (name === '__proto__') return { path: inside.join('.'), message: protoMessage }
    const found = findUnkeepable(member, inside)
    if (found !== null) return found
  }
  return null
}

export const protoMessage =
  'The name "__proto__" has a special meaning in JavaScript and cannot be kept: rename it.'
