import { type Budgets, DEFAULT_BUDGETS } from './budgets.ts'
import type { Environment, Sandbox } from './environment.ts'
import { generalFilters } from './filters/general.ts'
import { htmlFilters } from './filters/html.ts'
import { jsonFilters } from './filters/json.ts'
import { numberFilters } from './filters/numbers.ts'
import { selectFilters } from './filters/select.ts'
import { sequenceFilters } from './filters/sequence.ts'
import { textFilters } from './filters/text.ts'
import { type HostGlobals, makeGlobals } from './globals/index.ts'
import type { FilterFunction } from './runtime/builtin.ts'
import type { CompiledUnit } from './runtime/template.ts'
import type { Extension } from './syntax/cursor.ts'
import { DEFAULT_DELIMITERS, type Delimiters } from './syntax/tokens.ts'
import { tests } from './tests/index.ts'
import type { UndefinedKind } from './values/undefined.ts'

/** How a template is read and rendered: Jinja2's environment options by their names in camelCase. */
export interface RenderOptions {
  /** Removes the first newline behind a block tag. */
  readonly trimBlocks?: boolean
  /** Removes white space before a block tag that begins its line. */
  readonly lstripBlocks?: boolean
  readonly keepTrailingNewline?: boolean
  readonly newlineSequence?: '\n' | '\r\n' | '\r'
  readonly autoescape?: boolean
  /** What missing values do: `lenient` (Python's default) prints nothing, `strict` is an error. */
  readonly undefined?: UndefinedKind
  /** Rules of SandboxedEnvironment and ImmutableSandboxedEnvironment. */
  readonly sandbox?: Sandbox
  readonly extensions?: readonly Extension[]
  /** `plain` is the tojson of chat-template libraries: no HTML escapes, keys in their order. */
  readonly tojson?: 'jinja' | 'plain'
  readonly delimiters?: Partial<Delimiters>
  /** Name for error messages. */
  readonly templateName?: string
  /** Text of a partial for include, import and extends; `undefined` if there is none. */
  readonly partials?: (name: string) => string | undefined
  readonly globals?: HostGlobals
  readonly budgets?: Partial<Budgets>
}

const filterTable = (tojson: 'jinja' | 'plain'): ReadonlyMap<string, FilterFunction> =>
  new Map([
    ...textFilters,
    ...numberFilters,
    ...sequenceFilters,
    ...selectFilters,
    ...htmlFilters,
    ...generalFilters,
    ['tojson', jsonFilters[tojson]],
  ])

/** The filters by the meaning of `tojson`. */
export const FILTERS: Record<'jinja' | 'plain', ReadonlyMap<string, FilterFunction>> = {
  jinja: filterTable('jinja'),
  plain: filterTable('plain'),
}

const DEFAULT_NAMES = makeGlobals({})

/** Compiles a partial in an environment; handed in, as the compiler itself depends on environments. */
export type CompilePartial = (env: Environment, source: string, name: string) => CompiledUnit

/** Fills in the defaults of Python's Environment; an option given as undefined counts as not given. */
export const makeEnvironment = (
  options: RenderOptions,
  compilePartial: CompilePartial,
): Environment => {
  const { delimiters, budgets, globals, partials } = options
  const env: Environment = {
    trimBlocks: options.trimBlocks ?? false,
    lstripBlocks: options.lstripBlocks ?? false,
    keepTrailingNewline: options.keepTrailingNewline ?? false,
    newlineSequence: options.newlineSequence ?? '\n',
    autoescape: options.autoescape ?? false,
    undefined: options.undefined ?? 'lenient',
    sandbox: options.sandbox ?? 'off',
    extensions: options.extensions ?? [],
    delimiters: delimiters ? { ...DEFAULT_DELIMITERS, ...delimiters } : DEFAULT_DELIMITERS,
    budgets: budgets ? { ...DEFAULT_BUDGETS, ...budgets } : DEFAULT_BUDGETS,
    tests,
    filters: FILTERS[options.tojson ?? 'jinja'],
    names: globals ? makeGlobals(globals) : DEFAULT_NAMES,
    load: partials
      ? cachedLoader(partials, (source, name) => compilePartial(env, source, name))
      : null,
  }
  return env
}

/** Each partial is compiled once per template that uses it. */
const cachedLoader = (
  partials: (name: string) => string | undefined,
  compile: (source: string, name: string) => CompiledUnit,
): ((name: string) => CompiledUnit | undefined) => {
  const cache = new Map<string, CompiledUnit>()
  return (name) => {
    const known = cache.get(name)
    if (known) return known
    const source = partials(name)
    if (source === undefined) return undefined
    const unit = compile(source, name)
    cache.set(name, unit)
    return unit
  }
}
