/**
 * Variables as texts: every string, number and bigint anywhere inside, by path. A number is a text too:
 * a card number does not stop being one because somebody bound it as a number.
 */
export interface Leaf {
  path: string
  text: string
}

/** No less than the template engine takes (its reader of JSON): what can be rendered has to be judged. */
const deepest = 500

const childPath = (path: string, key: string | number): string => {
  if (typeof key === 'number') return `${path}[${key}]`
  if (path === '') return key
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key)}]`
}

const leafText = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** A list or object on the way to a leaf. */
export interface Holder {
  readonly value: object
  readonly depth: number
  /** Where it stands itself; null for the variables as a whole. */
  readonly parent: Holder | null
  readonly key: string | number
}

/** The path of what stands under `key`. */
export function pathOf(holder: Holder, key: string | number): string {
  const path = holder.parent === null ? '' : pathOf(holder.parent, holder.key)
  return childPath(path, key)
}

type Test = (text: string, holder: Holder, key: string | number) => boolean

function isInside(value: object, holder: Holder): boolean {
  for (let outer: Holder | null = holder; outer !== null; outer = outer.parent)
    if (outer.value === value) return true
  return false
}

function passes(value: unknown, holder: Holder, key: string | number, test: Test): boolean {
  const text = leafText(value)
  if (text !== null) return test(text, holder, key)
  if (typeof value !== 'object' || value === null) return true
  if (holder.depth >= deepest || isInside(value, holder)) return true
  return allPass({ value, depth: holder.depth + 1, parent: holder, key }, test)
}

function allPass(holder: Holder, test: Test): boolean {
  const { value } = holder
  if (Array.isArray(value)) return allItemsPass(value, holder, test)
  // Nearly all are plain: one question tells, instead of one for each class.
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (value instanceof Set) return allItemsPass([...value], holder, test)
    if (value instanceof Map) {
      for (const [key, item] of value) if (!passes(item, holder, String(key), test)) return false
      return true
    }
  }
  // Reads properties faster than a list of their names does.
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue
    if (!passes((value as Record<string, unknown>)[key], holder, key, test)) return false
  }
  return true
}

function allItemsPass(items: readonly unknown[], holder: Holder, test: Test): boolean {
  for (let at = 0; at < items.length; at += 1)
    if (!passes(items[at], holder, at, test)) return false
  return true
}

/**
 * Whether all leaves pass a test, which is given them in order up to the first that does not. Cycles and
 * anything deeper than 500 levels are left out.
 */
export const everyLeaf = (variables: Record<string, unknown>, test: Test): boolean =>
  allPass({ value: variables, depth: 1, parent: null, key: '' }, test)

/** Hands out all leaves in order. Cycles and anything deeper than 500 levels are left out. */
export function eachLeaf(
  variables: Record<string, unknown>,
  take: (text: string, holder: Holder, key: string | number) => void,
): void {
  everyLeaf(variables, (text, holder, key) => {
    take(text, holder, key)
    return true
  })
}

export function leavesOf(variables: Record<string, unknown>): Leaf[] {
  const leaves: Leaf[] = []
  eachLeaf(variables, (text, holder, key) => leaves.push({ path: pathOf(holder, key), text }))
  return leaves
}

/** A copy in which the leaves at the given paths hold other texts; everything else is shared. */
export function withLeaves(
  variables: Record<string, unknown>,
  replacements: ReadonlyMap<string, string>,
): Record<string, unknown> {
  if (replacements.size === 0) return variables
  const open = new Set<object>()
  const copy = (value: unknown, path: string): unknown => {
    const replacement = replacements.get(path)
    if (replacement !== undefined && leafText(value) !== null) return replacement
    if (typeof value !== 'object' || value === null || open.has(value) || open.size >= deepest)
      return value
    open.add(value)
    const copied = copyOf(value, (child, key) => copy(child, childPath(path, key)))
    open.delete(value)
    return copied
  }
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, copy(value, key)]),
  )
}

/** A list, Map or plain object with other children; a Set as the list that the engine makes of it. */
function copyOf(value: object, change: (child: unknown, key: string | number) => unknown): unknown {
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, change)
  if (value instanceof Map)
    return new Map(Array.from(value, ([key, child]) => [key, change(child, String(key))]))
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  if (!isPlain) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child, key)]))
}
