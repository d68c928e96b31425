/** What went wrong, in the groups a caller acts on. */
export type ErrorKind = 'syntax' | 'undefined' | 'type' | 'value' | 'security' | 'budget' | 'other'

/** While reading the template, or while filling it in. */
export type Phase = 'compile' | 'render'

/** Python's classes by group; what fits none, such as a missing partial, is of the kind `other`. */
const KINDS: readonly (readonly [ErrorKind, RegExp])[] = [
  ['syntax', /^(TemplateSyntax|TemplateAssertion|Syntax)/],
  ['undefined', /^Undefined/],
  ['type', /^(Type|Attribute)/],
  ['value', /^(Value|Key|Index|Lookup|ZeroDivision|Overflow|FilterArgument|Unicode)/],
  ['security', /^Security/],
  ['budget', /^Budget/],
]

/**
 * The only error this engine throws. `pythonClass` names the exception that Python's Jinja2 raises
 * in the same place; `BudgetError` is ours alone (Python has no budgets).
 * Lines and columns count from 1, columns in UTF-16 units as editors do.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  declare readonly kind: ErrorKind
  declare readonly pythonClass: string
  phase: Phase = 'render'
  templateName: string | null = null
  line: number | null = null
  column: number | null = null
  endColumn?: number
  suggestion?: string

  constructor(pythonClass: string, message: string) {
    super(message)
    this.pythonClass = pythonClass
    this.kind = KINDS.find(([, pattern]) => pattern.test(pythonClass))?.[0] ?? 'other'
  }
}

/** Makes the error that Python would raise as `pythonClass`; the position is filled in where it is caught. */
export const failure = (pythonClass: string, message: string): TemplateError =>
  new TemplateError(pythonClass, message)

/** Raises that error: as an expression, so that it may stand behind `??` and `&&`. */
export const raise: (pythonClass: string, message: string) => never = (pythonClass, message) => {
  throw failure(pythonClass, message)
}

/** Raises one class of errors. Declared with this type, a call ends the flow for TypeScript as `throw` does. */
export type Raise = (message: string) => never

const raising =
  (pythonClass: string): Raise =>
  (message) =>
    raise(pythonClass, message)

/** Python's TypeError. */
export const raiseTypeError: Raise = raising('TypeError')
/** Jinja2's TemplateSyntaxError. */
export const raiseSyntaxError: Raise = raising('TemplateSyntaxError')
/** Jinja2's TemplateRuntimeError. */
export const raiseRuntimeError: Raise = raising('TemplateRuntimeError')
/** Python's ZeroDivisionError. */
export const raiseZeroDivision: (message?: string) => never = (message = 'division by zero') =>
  raise('ZeroDivisionError', message)
/** Python's OverflowError. */
export const raiseOverflowError: Raise = raising('OverflowError')
/** Python's IndexError. */
export const raiseIndexError: Raise = raising('IndexError')
/** Python's KeyError. */
export const raiseKeyError: Raise = raising('KeyError')
/** Python's ValueError. */
export const raiseValueError: Raise = raising('ValueError')
/** A render or template that would use more than it is allowed. */
export const raiseBudgetError: Raise = raising('BudgetError')

/** Whether Python would raise TypeError, which a few of its own functions catch. */
export const isTypeError = (error: unknown): boolean =>
  error instanceof TemplateError && error.pythonClass === 'TypeError'

/** Gives an error its place in a template, unless an inner template already did. */
export const place = (
  error: TemplateError,
  phase: Phase,
  templateName: string | null,
  source: string,
  at: number,
): TemplateError => {
  if (error.line !== null) return error
  const offset = Math.min(Math.max(at, 0), source.length)
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1
  error.phase = phase
  error.templateName = templateName
  error.line = countNewlines(source, offset) + 1
  error.column = offset - lineStart + 1
  error.endColumn = error.column + wordLength(source, offset)
  return error
}

const countNewlines = (source: string, end: number): number => {
  let count = 0
  for (let i = source.indexOf('\n'); i !== -1 && i < end; i = source.indexOf('\n', i + 1)) count++
  return count
}

/** Length of the word at `offset`, at least 1, so that an editor has something to underline. */
const wordLength = (source: string, offset: number): number => {
  let end = offset
  while (end < source.length && /[\p{L}\p{N}_]/u.test(source.charAt(end))) end++
  return Math.max(1, end - offset)
}
