import { compileTemplate } from './compile/template.ts'
import type { Context } from './context.ts'
import type { Environment } from './environment.ts'
import { failure, place, TemplateError } from './errors.ts'
import { makeEnvironment, type RenderOptions } from './options.ts'
import { newRuntime, type Runtime } from './runtime/frame.ts'
import { newScope, runTemplate } from './runtime/run.ts'
import type { CompiledUnit } from './runtime/template.ts'

export { type Budgets, DEFAULT_BUDGETS } from './budgets.ts'
export { Context, contextFromJson, contextFromValues } from './context.ts'
export { type ErrorKind, type Phase, TemplateError } from './errors.ts'
export type { RenderOptions } from './options.ts'

/** The template language of this engine; other dialects are rendered elsewhere. */
export type Dialect = 'jinja2'

/** A template that has been read and can be rendered any number of times. */
export interface CompiledTemplate {
  /** Fills in the template. Throws a TemplateError of phase `render`. */
  render(context: Context): string
}

/**
 * Reads a Jinja2 template. Throws a TemplateError of phase `compile` with template name, line and
 * column where Python would raise TemplateSyntaxError or TemplateAssertionError.
 */
export const compile = (source: string, options: RenderOptions = {}): CompiledTemplate => {
  const env = makeEnvironment(options, compileTemplate)
  const unit = compileTemplate(env, source, options.templateName ?? null)
  return { render: (context) => render(env, unit, context) }
}

/** A new runtime each time: budgets and output belong to one render. */
const render = (env: Environment, unit: CompiledUnit, context: Context): string => {
  const rt = newRuntime(env, unit.origin)
  try {
    runTemplate(rt, unit, newScope(unit, [context.values, env.names]))
    if (rt.lateError !== null) throw rt.lateError
    return rt.out
  } catch (error) {
    throw placed(error, rt)
  }
}

/** Gives an error its position; JavaScript's own stack overflow counts as a spent budget. */
const placed = (error: unknown, rt: Runtime): unknown => {
  const { name, source } = rt.origin
  if (error instanceof TemplateError) {
    // A partial that cannot be read fails the render that asks for it, as in Python.
    error.phase = 'render'
    return place(error, 'render', name, source, rt.at)
  }
  if (error instanceof RangeError) {
    return place(
      failure('BudgetError', 'The template goes too deep or builds too large a value.'),
      'render',
      name,
      source,
      rt.at,
    )
  }
  return error
}
