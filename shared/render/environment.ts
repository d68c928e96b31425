import type { Budgets } from './budgets.ts'
import type { FilterFunction, TestFunction } from './runtime/builtin.ts'
import type { CompiledUnit } from './runtime/template.ts'
import type { Extension } from './syntax/cursor.ts'
import type { Delimiters, Whitespace } from './syntax/tokens.ts'
import type { Value } from './values/types.ts'
import type { UndefinedKind } from './values/undefined.ts'

/**
 * `sandboxed` hides what SandboxedEnvironment hides; `immutable` also what changes lists and dicts.
 */
export type Sandbox = 'off' | 'sandboxed' | 'immutable'

/** Everything that compiled code needs to know about how it was configured: Jinja2's Environment. */
export interface Environment extends Whitespace {
  readonly delimiters: Delimiters
  readonly autoescape: boolean
  readonly undefined: UndefinedKind
  readonly sandbox: Sandbox
  readonly extensions: readonly Extension[]
  readonly budgets: Budgets
  readonly filters: ReadonlyMap<string, FilterFunction>
  readonly tests: ReadonlyMap<string, TestFunction>
  readonly names: ReadonlyMap<string, Value>
  /** Gives the compiled partial of a name, `undefined` if there is none; null where partials are not available at all. */
  readonly load: ((name: string) => CompiledUnit | undefined) | null
}
