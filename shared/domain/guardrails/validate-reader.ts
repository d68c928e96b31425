import { isRecord } from './untrusted.ts'

export type Problems = { path: string; message: string }[]

const list = (allowed: readonly string[]): string => allowed.join(', ')

/**
 * Reads the fields of an untrusted object and collects what is wrong with them, each with its path.
 * Small on purpose: this module is part of a page's bundle.
 */
export class Reader {
  readonly #source: Record<string, unknown>
  readonly #path: string
  readonly problems: Problems

  private constructor(source: Record<string, unknown>, path: string, problems: Problems) {
    this.#source = source
    this.#path = path
    this.problems = problems
  }

  static of(candidate: unknown, problems: Problems): Reader {
    if (isRecord(candidate)) return new Reader(candidate, '', problems)
    problems.push({ path: '', message: 'A guardrail is an object.' })
    return new Reader({}, '', problems)
  }

  #pathOf(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`
  }

  complain(key: string, message: string): void {
    this.problems.push({ path: this.#pathOf(key), message })
  }

  raw(key: string): unknown {
    return this.#source[key]
  }

  child(key: string): Reader {
    const value = this.#source[key]
    if (value !== undefined && !isRecord(value)) this.complain(key, 'This must be an object.')
    return new Reader(isRecord(value) ? value : {}, this.#pathOf(key), this.problems)
  }

  string(key: string, fallback: string): string {
    const value = this.#source[key]
    if (value === undefined || value === null) return fallback
    if (typeof value === 'string') return value
    this.complain(key, 'This must be a text.')
    return fallback
  }

  required(key: string): string {
    const value = this.string(key, '')
    if (value.trim() === '' && typeof (this.#source[key] ?? '') === 'string')
      this.complain(key, 'This must not be empty.')
    return value
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#source[key]
    if (value === undefined) return fallback
    if (typeof value !== 'boolean') this.complain(key, 'This must be true or false.')
    return value === true
  }

  /** A finite number within the bounds; `whole` asks for an integer. */
  number(
    key: string,
    bounds: { fallback?: number; min: number; max: number; whole?: boolean },
  ): number {
    const value = this.#source[key] ?? bounds.fallback
    const isNumber =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (bounds.whole !== true || Number.isInteger(value))
    if (isNumber && value >= bounds.min && value <= bounds.max) return value
    this.complain(
      key,
      `This must be a ${bounds.whole === true ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}.`,
    )
    return bounds.min
  }

  strings(key: string, fallback: string[]): string[] {
    const value = this.#source[key]
    if (value === undefined) return fallback
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [...value]
    this.complain(key, 'This must be a list of texts.')
    return fallback
  }

  choice<T extends string>(key: string, allowed: readonly T[], fallback?: T): T {
    const value = this.#source[key] ?? fallback
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    const said = typeof value === 'string' ? `“${value}” is not known. ` : ''
    this.complain(key, `${said}Use one of: ${list(allowed)}.`)
    return allowed[0] as T
  }

  /** At least one of the allowed values, each once. */
  choices<T extends string>(key: string, allowed: readonly T[]): T[] {
    const values = this.strings(key, [])
    const unknown = values.filter((value) => !allowed.some((one) => one === value))
    if (unknown.length > 0)
      this.complain(key, `“${unknown.join('”, “')}” is not known. Use: ${list(allowed)}.`)
    else if (values.length === 0) this.complain(key, `Name at least one of: ${list(allowed)}.`)
    return allowed.filter((one) => values.includes(one))
  }

  /** A misspelt field would silently do nothing: it is named instead. */
  refuseOthers(known: ReadonlySet<string>): void {
    for (const key of Object.keys(this.#source)) {
      if (!known.has(key))
        this.complain(key, `Unknown field “${key}”. Fields: ${[...known].join(', ')}.`)
    }
  }
}
