import type { Slot, Value } from '../values/types.ts'
import type { CompiledBlock, CompiledUnit } from './template.ts'

/**
 * Names a running template can see beyond its own slots: Jinja2's Context. Most templates assign nothing at
 * the top and have no blocks: the tables for that are made by whoever needs them first.
 */
export class Scope {
  /** What was handed in: render variables over globals. */
  declare readonly parents: readonly ReadonlyMap<string, Value>[]
  #vars: Map<string, Value> | null = null
  #exported: Set<string> | null = null
  #blocks: Map<string, CompiledBlock[]> | null
  declare readonly templateName: string | null
  /** The template to render instead, once an extends tag has run. */
  parent: CompiledUnit | null = null

  constructor(
    parents: readonly ReadonlyMap<string, Value>[],
    blocks: Map<string, CompiledBlock[]> | null,
    templateName: string | null,
  ) {
    this.parents = parents
    this.#blocks = blocks
    this.templateName = templateName
  }

  /** Top-level assignments of the template itself. */
  get vars(): Map<string, Value> {
    this.#vars ??= new Map()
    return this.#vars
  }

  /** Those of `vars` that an import may fetch. */
  get exported(): Set<string> {
    this.#exported ??= new Set()
    return this.#exported
  }

  /** Blocks by name, the most derived first. */
  get blocks(): Map<string, CompiledBlock[]> {
    this.#blocks ??= new Map()
    return this.#blocks
  }

  resolve(name: string): Slot {
    const own = this.#vars?.get(name)
    if (own !== undefined) return own
    for (const parent of this.parents) {
      const value = parent.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** The same names plus local variables, for scoped blocks. */
  derived(locals: ReadonlyMap<string, Value>): Scope {
    return new Scope(this.all(locals), this.blocks, this.templateName)
  }

  /** Everything visible, for templates included or imported with context. */
  all(locals: ReadonlyMap<string, Value>): readonly ReadonlyMap<string, Value>[] {
    return [locals, this.vars, ...this.parents]
  }

  *names(): Generator<string> {
    yield* this.vars.keys()
    for (const parent of this.parents) yield* parent.keys()
  }
}
