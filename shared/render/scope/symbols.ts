/**
 * Which variable a name means is settled before rendering, by Jinja2's own rules: every scope knows the
 * names it loads and stores, and gives each a slot that is filled when the scope is entered. Scoping
 * quirks of Jinja2 (a set inside a loop stays there, inside an if it does not) follow from these rules.
 */

/** Code that shares one array of slots: a template's root, a block, a macro, a recursive loop body. */
export interface Unit {
  readonly parent: Unit | null
  readonly depth: number
  /** The slot of each variable; scopes of one level that do not overlap share it. */
  readonly slots: Map<string, number>
}

export const newUnit = (parent: Unit | null): Unit => ({
  parent,
  depth: parent === null ? 0 : parent.depth + 1,
  slots: new Map(),
})

/** A variable: the unit that holds it and its slot there. */
export interface Ref {
  readonly name: string
  readonly unit: Unit
  readonly slot: number
}

/** How a slot gets its value when its scope is entered. */
export type Load =
  | { readonly kind: 'parameter' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'alias'; readonly from: Ref }
  | { readonly kind: 'undefined' }

interface Entry {
  readonly ref: Ref
  readonly load: Load
}

/**
 * The names of one scope. Levels count nested scopes, so that an inner variable never shares a slot with an outer one.
 */
export interface Symbols {
  readonly parent: Symbols | null
  readonly unit: Unit
  readonly level: number
  /** What has to be loaded when this scope is entered. */
  readonly entries: Map<string, Entry>
  readonly stores: Set<string>
}

export const newSymbols = (
  parent: Symbols | null,
  unit: Unit,
  entries = new Map<string, Entry>(),
  stores = new Set<string>(),
): Symbols => ({
  parent,
  unit,
  level: parent === null ? 0 : parent.level + 1,
  entries,
  stores,
})

/** A copy to try one branch of an if on. */
export const copyOf = ({ parent, unit, entries, stores }: Symbols): Symbols =>
  newSymbols(parent, unit, new Map(entries), new Set(stores))

/** The variable that a name means, seen from a scope. */
export const findRef = ({ entries, parent }: Symbols, name: string): Ref | undefined => {
  const entry = entries.get(name)
  if (entry) return entry.ref
  return parent === null ? undefined : findRef(parent, name)
}

const define = ({ unit, level, entries }: Symbols, name: string, load: Load): Ref => {
  const key = `${level} ${name}`
  const slot = unit.slots.get(key) ?? unit.slots.size
  unit.slots.set(key, slot)
  const ref = { name, unit, slot }
  entries.set(name, { ref, load })
  return ref
}

/** A name whose value is that of the scopes further out until it is assigned. */
const defineOuter = (symbols: Symbols, name: string, without: 'undefined' | 'resolve'): void => {
  const from = symbols.parent === null ? undefined : findRef(symbols.parent, name)
  define(symbols, name, !from ? { kind: without } : { kind: 'alias', from })
}

/** Notes that a scope assigns a name. */
export const storeName = (symbols: Symbols, name: string): void => {
  symbols.stores.add(name)
  if (!symbols.entries.has(name)) defineOuter(symbols, name, 'undefined')
}

/** Notes that a scope reads a name. */
export const loadName = (symbols: Symbols, name: string): void => {
  if (findRef(symbols, name) === undefined) define(symbols, name, { kind: 'resolve' })
}

/** Notes a name that is filled from outside. */
export const declareParameter = (symbols: Symbols, name: string): Ref => {
  symbols.stores.add(name)
  return define(symbols, name, { kind: 'parameter' })
}

/**
 * Takes over what the branches of an if did. A name that a branch stores starts with its outer value,
 * as another branch may be the one taken.
 */
export const mergeBranches = (symbols: Symbols, branches: readonly Symbols[]): void => {
  const stored = new Set(branches.flatMap((branch) => [...branch.stores]))
  for (const name of symbols.stores) stored.delete(name)
  for (const branch of branches) {
    for (const [name, entry] of branch.entries) symbols.entries.set(name, entry)
    for (const name of branch.stores) symbols.stores.add(name)
  }
  for (const name of stored) defineOuter(symbols, name, 'resolve')
}

/** Every variable assigned here or further out, innermost first: what an include may see. */
export const visibleStores = (symbols: Symbols): Map<string, Ref> => {
  const visible = new Map<string, Ref>()
  for (let scope: Symbols | null = symbols; scope !== null; scope = scope.parent) {
    for (const name of scope.stores) {
      const ref = findRef(symbols, name)
      if (!visible.has(name) && ref) visible.set(name, ref)
    }
  }
  return visible
}
