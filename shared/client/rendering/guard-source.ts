import {
  defaultGuardrails,
  type Guardrail,
  type GuardrailRow,
  rowToGuardrails,
} from '#shared/domain/guardrails/engine.ts'
import { Guard } from './guard.ts'

export interface GuardSourceOptions {
  /** The client's own list: then the store is never asked. */
  readonly own: readonly Guardrail[] | undefined
  readonly onError: (error: unknown) => void
}

/** The guardrails in force: the client's own, or those of the shared store as they were last read. */
export class GuardSource {
  readonly #options: GuardSourceOptions
  #current: Guard
  #stored: readonly Guardrail[] | null = null
  #isFresh = false

  constructor(options: GuardSourceOptions) {
    this.#options = options
    this.#current = new Guard(options.own ?? defaultGuardrails)
    this.#isFresh = options.own !== undefined
  }

  get current(): Guard {
    return this.#current
  }

  /** Those of the shared store, as far as they are known; null where they are not asked for. */
  get stored(): readonly Guardrail[] | null {
    return this.#stored
  }

  /** They may have changed: the next refresh asks. What is in force stays so until it answers. */
  invalidate(): void {
    this.#isFresh = this.#options.own !== undefined
  }

  /** Rejects as `load` does, and then leaves all as it was. */
  async refresh(load: () => Promise<readonly GuardrailRow[]>): Promise<void> {
    if (this.#isFresh) return
    // Set first: a notice that comes while we read must lead to another reading.
    this.#isFresh = true
    try {
      const rows = await load()
      // A store in which nobody ever put a guardrail says nothing about which ones are wanted.
      this.#use(rows.length === 0 ? defaultGuardrails : rows.flatMap((row) => this.#read(row)))
    } catch (error) {
      this.#isFresh = false
      throw error
    }
  }

  #read(row: GuardrailRow): Guardrail[] {
    const { guardrails, problems } = rowToGuardrails(row)
    for (const problem of problems) {
      const message = `The guardrail "${row.name}" of the shared store: ${problem}`
      this.#options.onError(new Error(message))
    }
    return guardrails
  }

  /** From a snapshot: in force until the store says otherwise. */
  restore(guardrails: readonly Guardrail[]): void {
    if (this.#options.own === undefined) this.#use(guardrails)
  }

  #use(guardrails: readonly Guardrail[]): void {
    // The same list again must not cost what was compiled and learnt for it.
    const isSame = JSON.stringify(guardrails) === JSON.stringify(this.#current.guardrails)
    if (!isSame) this.#current = new Guard(guardrails)
    this.#stored = guardrails
  }
}
