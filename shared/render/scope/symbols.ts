/**
 * Which variable a name means is settled before rendering, by Jinja2's own rules: every scope knows the
 * names it loads and stores, and gives each a slot that is filled when the scope is entered. Scoping
 * quirks of Jinja2 (a set inside a loop stays there, inside an if it does not) follow from these rules.
 */

/** Code that shares one array of slots: a template's root, a block, a macro, a recursive loop body. */
export class Unit {
  readonly parent: Unit | null
  readonly depth: number
  readonly #slots = new Map<string, number>()

  constructor(parent: Unit | null) {
    this.parent = parent
    this.depth = parent === null ? 0 : parent.depth + 1
  }

  get slotCount(): number {
    return this.#slots.size
  }

  /** The slot for a variable; scopes of one level that do not overlap share it. */
  slot(level: number, name: string): number {
    const key = `${level} ${name}`
    let slot = this.#slots.get(key)
    if (slot === undefined) {
      slot = this.#slots.size
      this.#slots.set(key, slot)
    }
    return slot
  }
}

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
export class Symbols {
  readonly parent: Symbols | null
  readonly unit: Unit
  readonly level: number
  #entries = new Map<string, Entry>()
  #stores = new Set<string>()

  constructor(parent: Symbols | null, unit: Unit) {
    this.parent = parent
    this.unit = unit
    this.level = parent === null ? 0 : parent.level + 1
  }

  /** A copy to try one branch of an if on. */
  copy(): Symbols {
    const copy = new Symbols(this.parent, this.unit)
    copy.#entries = new Map(this.#entries)
    copy.#stores = new Set(this.#stores)
    return copy
  }

  find(name: string): Ref | undefined {
    return this.#find(name)?.ref
  }

  #find(name: string): Entry | undefined {
    return this.#entries.get(name) ?? (this.parent === null ? undefined : this.parent.#find(name))
  }

  /** What has to be loaded when this scope is entered. */
  get entries(): Iterable<Entry> {
    return this.#entries.values()
  }

  #define(name: string, load: Load): Ref {
    const ref = { name, unit: this.unit, slot: this.unit.slot(this.level, name) }
    this.#entries.set(name, { ref, load })
    return ref
  }

  store(name: string): void {
    this.#stores.add(name)
    if (this.#entries.has(name)) return
    const outer = this.parent?.find(name)
    this.#define(name, outer === undefined ? { kind: 'undefined' } : { kind: 'alias', from: outer })
  }

  load(name: string): void {
    if (this.#find(name) === undefined) this.#define(name, { kind: 'resolve' })
  }

  declareParameter(name: string): Ref {
    this.#stores.add(name)
    return this.#define(name, { kind: 'parameter' })
  }

  /**
   * Takes over what the branches of an if did. A name that a branch stores starts with its outer value,
   * as another branch may be the one taken.
   */
  mergeBranches(branches: readonly Symbols[]): void {
    const stored = new Set(branches.flatMap((branch) => [...branch.#stores]))
    for (const name of this.#stores) stored.delete(name)
    for (const branch of branches) {
      for (const [name, entry] of branch.#entries) this.#entries.set(name, entry)
      for (const name of branch.#stores) this.#stores.add(name)
    }
    for (const name of stored) {
      const outer = this.parent?.find(name)
      this.#define(name, outer === undefined ? { kind: 'resolve' } : { kind: 'alias', from: outer })
    }
  }

  /** Every variable assigned here or further out, innermost first: what an include may see. */
  visibleStores(): Map<string, Ref> {
    const visible = new Map<string, Ref>()
    for (let scope: Symbols | null = this; scope !== null; scope = scope.parent) {
      for (const name of scope.#stores) {
        const ref = this.find(name)
        if (!visible.has(name) && ref !== undefined) visible.set(name, ref)
      }
    }
    return visible
  }
}
