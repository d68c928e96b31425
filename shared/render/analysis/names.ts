import type { Shape } from './shape.ts'

/** What a name stands for inside a template: a local value of known or unknown shape. */
export interface Local {
  readonly shape: Shape | null
  /** Set in a branch only, so that without it the variable of that name shows through. */
  readonly isCertain: boolean
}

/** The names that statements define, scope by scope. */
export class Names {
  readonly #parent: Names | null
  readonly #locals = new Map<string, Local>()

  constructor(parent: Names | null) {
    this.#parent = parent
  }

  define(name: string, shape: Shape | null, isCertain = true): void {
    const isKnown = this.#locals.get(name)?.isCertain === true
    this.#locals.set(name, { shape, isCertain: isCertain || isKnown })
  }

  find(name: string): Local | undefined {
    return this.#locals.get(name) ?? this.#parent?.find(name)
  }

  /** A branch of an if: what it defines is uncertain outside, unless every branch defines it. */
  branch(): Names {
    return new Names(this)
  }

  /** Takes over what the branches defined. `isComplete` if one of them is always taken. */
  join(branches: readonly Names[], isComplete: boolean): void {
    for (const branch of branches) {
      for (const [name, { shape }] of branch.#locals) {
        const isEverywhere = branches.every((other) => other.#locals.get(name)?.isCertain === true)
        this.define(name, shape, isComplete && isEverywhere)
      }
    }
  }
}
