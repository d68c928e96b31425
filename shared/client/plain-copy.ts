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
    const copied = this.#copied(value)
    this.#depth -= 1
    return copied
  }

  #copied(value: object): unknown {
    this.#bytes += 2
    if (Array.isArray(value)) return value.map((item) => this.copy(item))
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.copy(value.toJSON())
    if (value instanceof Set) return Array.from(value, (item) => this.copy(item))
    if (value instanceof Map) return this.#entries(value)
    const copy: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      this.#bytes += key.length + 4
      const item = this.copy((value as Record<string, unknown>)[key])
      // Assigning to this one name would change the object's prototype instead of adding a property.
      if (key === '__proto__') Object.defineProperty(copy, key, { value: item, enumerable: true })
      else copy[key] = item
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
