import type { Counts } from '../types.ts'

/** Thrown when a statistics case does not hold what its family needs. The message names the field. */
export class CaseInputError extends Error {
  readonly field: string

  constructor(field: string, expected: string) {
    super(`The field "${field}" must be ${expected}.`)
    this.name = 'CaseInputError'
    this.field = field
  }
}

/** Reads the inputs of a case, which come from a file and may hold anything. */
export class Inputs {
  readonly #values: Readonly<Record<string, unknown>>
  readonly #path: string

  constructor(values: unknown, path = 'inputs') {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw new CaseInputError(path, 'an object')
    }
    this.#values = values as Record<string, unknown>
    this.#path = path
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== null
  }

  number(name: string, fallback?: number): number {
    const value = this.#values[name] ?? fallback
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw this.#wrong(name, 'a number')
  }

  optionalNumber(name: string): number | null {
    return this.has(name) ? this.number(name) : null
  }

  /** Names of the fields that hold lists. */
  listNames(): string[] {
    return Object.keys(this.#values).filter((name) => Array.isArray(this.#values[name]))
  }

  boolean(name: string, fallback?: boolean): boolean {
    const value = this.#values[name] ?? fallback
    if (typeof value === 'boolean') return value
    throw this.#wrong(name, 'true or false')
  }

  text(name: string): string {
    const value = this.#values[name]
    if (typeof value === 'string') return value
    throw this.#wrong(name, 'a text')
  }

  oneOf<T extends string>(name: string, options: readonly T[]): T {
    const value = this.#values[name]
    const found = options.find((option) => option === value)
    if (found !== undefined) return found
    throw this.#wrong(name, `one of ${options.join(', ')}`)
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name]
    if (Array.isArray(value)) return value
    throw this.#wrong(name, 'a list')
  }

  numbers(name: string): number[] {
    return numbersOf(this.list(name), `${this.#path}.${name}`)
  }

  /** A list of lists of numbers. */
  rows(name: string): number[][] {
    return this.list(name).map((row, i) => {
      const path = `${this.#path}.${name}[${i}]`
      if (!Array.isArray(row)) throw new CaseInputError(path, 'a list of numbers')
      return numbersOf(row, path)
    })
  }

  object(name: string): Inputs {
    return new Inputs(this.#values[name], `${this.#path}.${name}`)
  }

  objects(name: string): Inputs[] {
    return this.list(name).map((item, i) => new Inputs(item, `${this.#path}.${name}[${i}]`))
  }

  /** `{successes, n}`: whole numbers with 0 ≤ successes ≤ n. */
  counts(name?: string): Counts {
    if (name !== undefined) return this.object(name).counts()
    const successes = this.number('successes')
    const n = this.number('n')
    if (successes < 0 || successes > n) throw this.#wrong('successes', 'between 0 and n')
    return { successes, n }
  }

  /** Pairs of a key and a number, in order: arms with their weights. */
  weightedKeys(name: string): readonly (readonly [string, number])[] {
    return this.list(name).map((pair, i) => {
      if (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number') {
        return [pair[0], pair[1]] as const
      }
      throw this.#wrong(`${name}[${i}]`, 'a pair of key and weight')
    })
  }

  #wrong(name: string, expected: string): CaseInputError {
    return new CaseInputError(`${this.#path}.${name}`, expected)
  }
}

function numbersOf(list: readonly unknown[], path: string): number[] {
  return list.map((value, i) => {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new CaseInputError(`${path}[${i}]`, 'a number')
  })
}
