import { failure, type TemplateError } from '../errors.ts'
import { closestName } from './suggest.ts'
import { isBig, isSmall, isStr, PyObject, typeNameOf, type Value } from './types.ts'

/** Which of Jinja2's classes stands for a missing value: Undefined, StrictUndefined, … */
export type UndefinedKind = 'lenient' | 'strict' | 'chainable' | 'debug'

const CLASS_NAMES: Record<UndefinedKind, string> = {
  lenient: 'Undefined',
  strict: 'StrictUndefined',
  chainable: 'ChainableUndefined',
  debug: 'DebugUndefined',
}

/** What is known about a missing value, for its error message. */
export interface MissingDetails {
  /** Name of the variable, or the attribute or index asked for. */
  readonly name?: Value
  /** The value that has no such attribute or item. */
  readonly owner?: Value
  /** A whole sentence that replaces the usual one. */
  readonly hint?: string
  /** The names there are, to suggest one close to the missing one; asked only when the error is raised. */
  readonly known?: () => Iterable<string>
  /** Set where using the value is a breach of the sandbox rather than a slip. */
  readonly isSecurity?: boolean
}

/** Stands for a variable, attribute or item that does not exist; most uses of it are errors. */
export class Undefined extends PyObject {
  declare readonly kind: UndefinedKind
  declare readonly details: MissingDetails
  constructor(kind: UndefinedKind, details: MissingDetails) {
    super()
    this.kind = kind
    this.details = details
  }

  get typeName(): string {
    return CLASS_NAMES[this.kind]
  }

  /** The few attributes that Jinja2's own class has. */
  override attribute(name: string): Value | undefined {
    switch (name) {
      case '_undefined_name':
        return this.details.name ?? null
      case '_undefined_hint':
        return this.details.hint ?? null
      case '_undefined_obj':
        return this.details.owner
      default:
        return undefined
    }
  }

  /** The error that using this value raises. */
  error(): TemplateError {
    const { name, known, isSecurity } = this.details
    const suggestion = isStr(name) && known ? closestName(name, known()) : undefined
    const better = !suggestion ? '' : `; did you mean \`${suggestion}\`?`
    const error = failure(isSecurity ? 'SecurityError' : 'UndefinedError', this.message() + better)
    if (suggestion) error.suggestion = suggestion
    return error
  }

  message(): string {
    const { name, owner, hint } = this.details
    if (hint) return hint
    if (owner === undefined) return `\`${String(name)}\` is not defined`
    if (isStr(name)) {
      const whose = owner === null ? 'None' : `a ${typeNameOf(owner)}`
      return `${whose} has no attribute or item \`${name}\``
    }
    return `the ${typeNameOf(owner)} has no item ${describeIndex(name)}`
  }
}

const describeIndex = (name: Value | undefined): string =>
  isSmall(name) || isBig(name) ? String(name) : 'of that name'

/** Whether a value stands for one that does not exist. */
export const isMissing = (value: unknown): value is Undefined => value instanceof Undefined

/** Raises the error of a strict undefined value, which does not even allow harmless uses. */
export const refuseStrict = (value: unknown): void => {
  if (isMissing(value) && value.kind === 'strict') throw value.error()
}

/** Raises the error of a value that does not exist; any other value passes. */
export const refuseMissing = (value: unknown): void => {
  if (isMissing(value)) throw value.error()
}
