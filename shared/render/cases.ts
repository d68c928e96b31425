import {
  type Context,
  compile,
  contextFromJson,
  type RenderOptions,
  TemplateError,
} from './engine.ts'
import { formatTime } from './globals/strftime.ts'
import { isList } from './values/types.ts'
import type { UndefinedKind } from './values/undefined.ts'

/** One template to render, with Jinja2's option names as Python services write them. */
export interface RenderCase {
  readonly id: string
  readonly template: string
  readonly context?: unknown
  /** Exact JSON text of the context; wins over `context`, which may have lost `1.0` or key order. */
  readonly context_json?: string
  readonly options?: Readonly<Record<string, unknown>>
}

/** What became of a case; the fields of an error are those of the corpus. */
export type CaseResult =
  | { readonly id: string; readonly output: string }
  | {
      readonly id: string
      readonly error: {
        /** Python's exception class. */
        readonly class: string
        readonly phase: 'compile' | 'render'
        readonly line: number | null
        readonly message: string
      }
    }

const UNDEFINED_KINDS: ReadonlyMap<unknown, UndefinedKind> = new Map<unknown, UndefinedKind>([
  ['Undefined', 'lenient'],
  ['StrictUndefined', 'strict'],
  ['ChainableUndefined', 'chainable'],
  ['DebugUndefined', 'debug'],
])

/** The moment that `strftime_now` prints in cases, so that their output never changes. */
const CASE_MOMENT = new Date(2025, 6, 10, 12, 0, 0)

const DELIMITER_NAMES = [
  ['block_start_string', 'blockStart'],
  ['block_end_string', 'blockEnd'],
  ['variable_start_string', 'variableStart'],
  ['variable_end_string', 'variableEnd'],
  ['comment_start_string', 'commentStart'],
  ['comment_end_string', 'commentEnd'],
  ['line_statement_prefix', 'lineStatementPrefix'],
  ['line_comment_prefix', 'lineCommentPrefix'],
] as const

const OPTION_NAMES = [
  ['trim_blocks', 'trimBlocks'],
  ['lstrip_blocks', 'lstripBlocks'],
  ['keep_trailing_newline', 'keepTrailingNewline'],
  ['newline_sequence', 'newlineSequence'],
  ['autoescape', 'autoescape'],
  ['tojson', 'tojson'],
  ['sandbox', 'sandbox'],
] as const

/** Turns Python's option names into ours; `now` is what `strftime_now` gives. */
const optionsFromPython = (
  given: Readonly<Record<string, unknown>>,
  now: () => Date,
): RenderOptions => {
  const options: Record<string, unknown> = {}
  for (const [python, ours] of OPTION_NAMES)
    if (given[python] !== undefined) options[ours] = given[python]
  const delimiters: Record<string, unknown> = {}
  for (const [python, ours] of DELIMITER_NAMES)
    if (given[python] !== undefined) delimiters[ours] = given[python]
  if (Object.keys(delimiters).length > 0) options.delimiters = delimiters
  if (given.sandboxed === true) options.sandbox = 'sandboxed'
  if (given.sandboxed_immutable === true) options.sandbox = 'immutable'
  const kind = UNDEFINED_KINDS.get(given.undefined)
  if (kind !== undefined) options.undefined = kind
  if (isList(given.extensions)) {
    options.extensions = given.extensions.map((name) => String(name).replace('jinja2.ext.', ''))
  }
  const globals: readonly unknown[] = isList(given.globals) ? given.globals : []
  if (globals.length > 0) {
    options.globals = {
      raiseException: globals.includes('raise_exception'),
      ...(globals.includes('strftime_now') && {
        strftime: (format: string) => formatTime(now(), format),
      }),
    }
  }
  return options as RenderOptions
}

const contextOf = (item: RenderCase): Context =>
  contextFromJson(item.context_json ?? JSON.stringify(item.context ?? {}))

/** Renders one case; template errors are part of the result, anything else is thrown. */
export const runCase = (item: RenderCase, extra: RenderOptions = {}): CaseResult => {
  const { id } = item
  try {
    const options = { ...optionsFromPython(item.options ?? {}, () => CASE_MOMENT), ...extra }
    return { id, output: compile(item.template, options).render(contextOf(item)) }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const { pythonClass, phase, line, message } = error
    return { id, error: { class: pythonClass, phase, line, message } }
  }
}
