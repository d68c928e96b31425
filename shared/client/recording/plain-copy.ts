/** Deeper values are cycles or as good as that; the template engine refuses them, too. */
const DEEPEST = 200

/**
 * Copies values as JSON will hold them, so that nothing the caller changes later is recorded, and adds
 * up about how many bytes they take. Copying is many times cheaper than writing JSON at once, and the
 * writing is left to the background.
 */
export class PlainCopier {
  #bytes = 0
  #depth = 0

  get bytes(): number {
    return this.#bytes
  }

  /** Maps become objects, Sets lists, big integers texts. Throws a RangeError for a cycle. */
  copy(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        this.#bytes += value.length + 2
        return value
      case 'object':
        return value === null ? null : this.#object(value)
      case 'bigint':
        return this.copy(String(value))
      case 'number':
      case 'boolean':
        this.#bytes += 8
        return value
      default:
        return undefined
    }
  }

  #object(value: object): unknown {
    if (this.#depth >= DEEPEST)
      throw new RangeError('A recorded value is too deep or holds itself.')
    this.#depth += 1
    this.#bytes += 2
    const copied = Array.isArray(value) ? this.#list(value) : this.#copied(value)
    this.#depth -= 1
    return copied
  }

  #list(items: readonly unknown[]): unknown {
    const copy = items.slice()
    for (let at = 0; at < copy.length; at += 1) copy[at] = this.copy(copy[at])
    return copy
  }

  #copied(value: object): unknown {
    const { toJSON } = value as { toJSON?: unknown }
    if (typeof toJSON === 'function') return this.copy(toJSON.call(value))
    // Nearly all values are plain: one question tells, instead of one for each class.
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      if (value instanceof Set) return Array.from(value, (item) => this.copy(item))
      if (value instanceof Map) return this.#entries(value)
    }
    // Spreading copies all properties in one step, a name like `__proto__` and getters included.
    const copy: Record<string, unknown> = { ...value }
    // A copy has no names of others, and reading it so is faster than by a list of its names.
    for (const key in copy) {
      this.#bytes += key.length + 4
      const item = copy[key]
      if (typeof item === 'string') this.#bytes += item.length + 2
      else if (typeof item === 'number') this.#bytes += 8
      else copy[key] = this.copy(item)
    }
    return copy
  }

  #entries(map: ReadonlyMap<unknown, unknown>): unknown {
    return Object.fromEntries(
      Array.from(map, ([key, item]) => {
        const name = String(key)
        this.#bytes += name.length + 4
        return [name, this.copy(item)]
      }),
    )
  }
}
