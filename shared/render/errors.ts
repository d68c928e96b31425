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
  readonly kind: ErrorKind
  readonly pythonClass: string
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

/** Python's TypeError. */
export const typeError = (message: string): TemplateError => failure('TypeError', message)
/** Jinja2's TemplateSyntaxError. */
export const syntaxError = (message: string): TemplateError =>
  failure('TemplateSyntaxError', message)
/** Jinja2's TemplateRuntimeError. */
export const runtimeError = (message: string): TemplateError =>
  failure('TemplateRuntimeError', message)
/** Python's ZeroDivisionError. */
export const zeroDivision = (message: string): TemplateError =>
  failure('ZeroDivisionError', message)
/** Python's OverflowError. */
export const overflowError = (message: string): TemplateError => failure('OverflowError', message)
/** Python's IndexError. */
export const indexError = (message: string): TemplateError => failure('IndexError', message)
/** Python's KeyError. */
export const keyError = (message: string): TemplateError => failure('KeyError', message)
/** Python's ValueError. */
export const valueError = (message: string): TemplateError => failure('ValueError', message)
/** A render or template that would use more than it is allowed. */
export const budgetError = (message: string): TemplateError => failure('BudgetError', message)

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
