/** What is known about a value from how a template uses it. */
export type ShapeType = 'string' | 'number' | 'boolean' | 'list' | 'object'

/** The strength of a hint: a default or a method says more than being printed. */
export type Strength = 'weak' | 'strong'

/**
 * Hints gathered about one value; nested values have shapes of their own, which aliases share.
 */
export class Shape {
  readonly #strong = new Set<ShapeType>()
  readonly #weak = new Set<ShapeType>()
  readonly properties = new Map<string, Shape>()
  /** How often the value is used, and how often only to ask whether it is true. */
  uses = 0
  asked = 0
  #items: Shape | null = null

  hint(type: ShapeType, strength: Strength = 'strong'): void {
    const set = strength === 'strong' ? this.#strong : this.#weak
    set.add(type)
  }

  /** The shape of a member; using one means that this is an object. */
  property(name: string): Shape {
    this.hint('object')
    let shape = this.properties.get(name)
    if (shape === undefined) {
      shape = new Shape()
      this.properties.set(name, shape)
    }
    shape.uses++
    return shape
  }

  /** The shape of the items; using them means that this is a list. */
  get items(): Shape {
    this.hint('list')
    this.#items ??= new Shape()
    return this.#items
  }

  get knownItems(): Shape | null {
    return this.#items
  }

  /** The one type that fits every use; `any` if uses disagree or say nothing. */
  get type(): ShapeType | 'any' {
    const hints = this.#strong.size > 0 ? this.#strong : this.#weak
    // What is asked for its truth and for nothing else is a switch.
    if (hints.size === 0 && this.asked > 0 && this.asked === this.uses) return 'boolean'
    const [only, ...others] = hints
    return only === undefined || others.length > 0 ? 'any' : only
  }
}
