import type { Token } from '../syntax/tokens.ts'
import { localNames } from './names.ts'

/** What a value is, in a word or as the value itself where that is short. */
export const shortForm = (value: unknown): string => {
  if (typeof value === 'string') {
    return value.length > 40 ? `"${value.slice(0, 40)}…"` : JSON.stringify(value)
  }
  if (Array.isArray(value)) return `list of ${value.length}`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.keys(value).slice(0, 5).join(', ')} }`
  }
  return value === null || value === undefined ? 'none' : String(value)
}

/** Own properties only: a sample must not show what all objects have. */
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

/** The names and indexes of a path such as `user.tags[0]`, read backwards from behind its last token. */
export const pathBefore = (tokens: readonly Token[], end: number): string[] => {
  const path: string[] = []
  for (let at = end - 1; at >= 0; ) {
    const token = tokens[at]
    if (token?.text === ']') {
      const index = tokens[at - 1]
      if (index === undefined || tokens[at - 2]?.text !== '[') return []
      path.unshift(index.type === 'string' ? index.text.slice(1, -1) : index.text)
      at -= 3
      continue
    }
    if (token?.type !== 'name') return []
    path.unshift(token.text)
    if (tokens[at - 1]?.text !== '.') return path
    at -= 2
  }
  return []
}

/**
 * The sample value at a path of names; loop variables are the first item of what they walk. Undefined
 * where the sample has nothing there.
 */
export const valueAt = (
  sample: Readonly<Record<string, unknown>>,
  text: string,
  path: readonly string[],
  depth = 0,
): unknown => {
  const [root, ...rest] = path
  // Two loops that walk each other's variable would go in circles.
  if (root === undefined || depth > 8) return undefined
  const loop = localNames(text).findLast(({ name, itemOf }) => name === root && itemOf)
  const start = loop?.itemOf
    ? firstItem(valueAt(sample, text, loop.itemOf, depth + 1))
    : member(sample, root)
  return rest.reduce<unknown>(member, start)
}

const firstItem = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined)
