import type { Environment } from '../environment.ts'
import type { ConstValue, Expr } from '../syntax/ast.ts'
import { closestName } from '../values/suggest.ts'
import { Shape } from './shape.ts'
import type { Use } from './use.ts'

/** A place in a template text, as offsets. */
export interface Span {
  readonly start: number
  readonly end: number
  /** Which text: an index into the messages, 0 for a single text. */
  readonly text: number
}

/** A variable under observation; places are still offsets. */
export interface FoundVariable {
  readonly name: string
  readonly shape: Shape
  readonly spans: Span[]
  isRequired: boolean
  defaultValue?: ConstValue
}

/** A problem with its place as offsets. */
export interface FoundProblem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly span: Span | null
  /** The name that was probably meant. */
  readonly suggestion?: string
}

/** A partial named by a literal. */
export interface FoundPartial {
  readonly name: string
  readonly span: Span
}

/** What analysing the texts of one template brings to light. */
export class Findings {
  readonly env: Environment
  readonly isLenient: boolean
  readonly variables = new Map<string, FoundVariable>()
  readonly filters = new Set<string>()
  readonly tests = new Set<string>()
  readonly partials: FoundPartial[] = []
  readonly problems: FoundProblem[] = []
  /** Walks a partial that shares the variables of this template (`use` null: shares none); set by the analysis. */
  walkPartial: (name: string, use: Use | null) => 'known' | 'missing' = () => 'known'
  #text = 0
  /** Inside a partial, all uses belong to the tag that includes it. */
  #partialSpan: Span | null = null

  constructor(env: Environment, isLenient: boolean) {
    this.env = env
    this.isLenient = isLenient
  }

  enterText(index: number): void {
    this.#text = index
  }

  #span(at: number, length: number): Span {
    return this.#partialSpan ?? { start: at, end: at + length, text: this.#text }
  }

  noteName(use: Use, name: string, at: number): Shape | null {
    const local = use.names.find(name)
    if (local?.isCertain) {
      if (local.shape) local.shape.uses++
      return local.shape
    }
    if (this.env.names.has(name) || name === 'self' || name === 'super') return null
    let variable = this.variables.get(name)
    if (variable === undefined) {
      variable = { name, shape: new Shape(), spans: [], isRequired: false }
      this.variables.set(name, variable)
    }
    variable.shape.uses++
    variable.spans.push(this.#span(at, name.length))
    if (!use.isSafe && !use.guarded.has(name) && local === undefined) variable.isRequired = true
    return variable.shape
  }

  setDefault(use: Use, name: string, value: ConstValue): void {
    const variable = use.names.find(name) === undefined ? this.variables.get(name) : undefined
    if (variable !== undefined) variable.defaultValue ??= value
  }

  noteFilter(name: string, at: number): void {
    this.filters.add(name)
    this.#check('filter', name, at, this.env.filters)
  }

  noteTest(name: string, at: number): void {
    this.tests.add(name)
    this.#check('test', name, at, this.env.tests)
  }

  #check(what: string, name: string, at: number, known: ReadonlyMap<string, unknown>): void {
    if (known.has(name)) return
    const suggestion = closestName(name, known.keys())
    const better = suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`
    const message = `There is no ${what} named \`${name}\`${better}`
    const span = this.#span(at, name.length)
    const meant = suggestion === undefined ? {} : { suggestion }
    this.problems.push({ severity: 'error', message, span, ...meant })
  }

  /** An include, import or extends; partials named by an expression are left alone. */
  notePartial(use: Use, template: Expr, isSeparate: boolean): void {
    if (template.kind !== 'const' || template.value.type !== 'str') return
    const name = template.value.value
    const span = this.#span(template.at, name.length + 2)
    this.partials.push({ name, span })
    const outer = this.#partialSpan
    this.#partialSpan = span
    const result = this.walkPartial(name, isSeparate ? null : use)
    this.#partialSpan = outer
    if (result === 'missing') {
      this.problems.push({
        severity: 'error',
        message: `There is no partial named \`${name}\`.`,
        span,
      })
    }
  }
}
