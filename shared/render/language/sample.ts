import type { Token } from '../syntax/tokens.ts'
import { type Local, localNames } from './names.ts'
import { tagsOf } from './tags.ts'

/** What a value is, in a word or as the value itself where that is short. */
export const shortForm = (value: unknown): string => {
  if (typeof value === 'string') {
    return value.length > 40 ? `"${value.slice(0, 40)}…"` : JSON.stringify(value)
  }
  if (Array.isArray(value)) return `list of ${value.length}`
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.keys(value).slice(0, 5).join(', ')} }`
  }
  return value === null ? 'none' : String(value ?? '')
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
 * The sample value at a path of names; loop variables are the first item of what they walk, and names that
 * are set to others what those are. Undefined where the sample has nothing there.
 */
export const valueAt = (
  sample: Readonly<Record<string, unknown>>,
  text: string,
  path: readonly string[],
  depth = 0,
): unknown => {
  const [root, ...rest] = path
  // Two loops that walk each other's variable would go in circles.
  if (root === undefined || depth > DEEPEST) return undefined
  const local = localNames(text).findLast(
    ({ name, itemOf, sameAs }) => name === root && (itemOf ?? sameAs),
  )
  const at = (known: readonly string[]) => valueAt(sample, text, known, depth + 1)
  const start = local?.itemOf
    ? firstItem(at(local.itemOf.path))
    : local?.sameAs
      ? at(local.sameAs)
      : member(sample, root)
  return rest.reduce<unknown>(member, start)
}

const DEEPEST = 8
const MOST_ITEMS = 20

/** Of a list its first item, with what only later ones have; of an object its first value. */
const firstItem = (value: unknown): unknown => {
  if (!Array.isArray(value)) return isRecord(value) ? Object.values(value)[0] : undefined
  const items = value.slice(0, MOST_ITEMS)
  return items.every(isRecord) && items.length > 0
    ? Object.assign({}, ...items.toReversed())
    : items[0]
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A path with its local names resolved, so that two ways to the same thing are alike: the items of a list
 * are `[]`, whichever index or loop names them.
 */
const resolved = (
  locals: ReadonlyMap<string, Local>,
  path: readonly string[],
  depth = 0,
): readonly string[] => {
  const [root = '', ...rest] = path.map((name) => (/^\d+$/.test(name) ? '[]' : name))
  const local = locals.get(root)
  if (local === undefined || depth > DEEPEST) return [root, ...rest]
  const { itemOf, sameAs = [] } = local
  return itemOf
    ? [...resolved(locals, itemOf.path, depth + 1), '[]', ...rest]
    : [...resolved(locals, sameAs, depth + 1), ...rest]
}

/** The local names that stand for something, by name; of two the later. */
const standIns = (text: string): ReadonlyMap<string, Local> =>
  new Map(
    localNames(text)
      .filter(({ itemOf, sameAs }) => itemOf ?? sameAs)
      .map((local) => [local.name, local]),
  )

/**
 * Members that the texts take of what stands at a path: `name` where one of them has `customer.name`.
 * The name being written, which ends at `offset`, is none.
 */
export const membersInUse = (
  texts: readonly string[],
  text: string,
  path: readonly string[],
  offset: number,
): string[] => {
  const wanted = resolved(standIns(text), path)
  const found = new Set<string>()
  for (const other of texts) {
    const locals = standIns(other)
    const leadsHere = (to: readonly string[]) => {
      const from = resolved(locals, to)
      return from.length === wanted.length && from.every((name, at) => name === wanted[at])
    }
    for (const { tokens } of tagsOf(other)) {
      tokens.forEach(({ type, text: name, at }, index) => {
        if (type !== 'name' || tokens[index - 1]?.text !== '.') return
        const isCalled = tokens[index + 1]?.text === '('
        if (isCalled || found.has(name) || at + name.length === offset) return
        if (leadsHere(pathBefore(tokens, index - 1))) found.add(name)
      })
    }
  }
  return [...found]
}
