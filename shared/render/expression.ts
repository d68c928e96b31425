import type { CustomScope, GuardrailServices } from '../domain/guardrails/types.ts'
import { compileTemplate } from './compile/template.ts'
import { type CompiledTemplate, compile, contextFromValues } from './engine.ts'
import { makeEnvironment } from './options.ts'
import { tokenize } from './syntax/lexer.ts'

/** A check stands between a user and an answer, so it may do far less than a template. */
const budgets = { steps: 200_000, outputChars: 2000, listItems: 20_000, callDepth: 20, nesting: 40 }

const mostKept = 200

/** Letters in front of what is printed, so that a sentence and a truth value stay apart. */
const verdictTemplate = (expression: string): string =>
  `{%- set verdict = (${expression}\n) -%}{{ 'S' ~ verdict if verdict is string else ('T' if verdict else 'F') }}`

const PYTHON_DEFAULTS = makeEnvironment({}, compileTemplate)

/** Two tags that happen to fit together when they are pasted into one are no expression. */
const refuseTags = (expression: string): void => {
  const tokens = tokenize(
    `{{ (${expression}\n) }}`,
    PYTHON_DEFAULTS.delimiters,
    PYTHON_DEFAULTS,
    null,
  )
  const begins = tokens.filter(({ type }) => type === 'variable_begin' || type === 'block_begin')
  if (begins.length === 1 && !tokens.some(({ type }) => type === 'data')) return
  throw new Error('Write one expression, without tags.')
}

/** Throws an error whose message says what is wrong with the expression. */
const compileExpression = (expression: string): CompiledTemplate => {
  refuseTags(expression)
  return compile(verdictTemplate(expression), {
    undefined: 'strict',
    sandbox: 'immutable',
    templateName: 'expression',
    budgets,
  })
}

/**
 * The sentence that says why an expression of a custom guardrail cannot be used, null when it can.
 * For saving; positions are left out because they are those of the wrapped text.
 */
export const expressionProblem = (expression: string): string | null => {
  try {
    compileExpression(expression)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * The `evaluate` service of guardrails: the template language over `text`, `variables` and `metadata`,
 * sandboxed and within small budgets. Each expression is read once. Throws TemplateError.
 */
export const openEvaluator = (): NonNullable<GuardrailServices['evaluate']> => {
  const kept = new Map<string, CompiledTemplate>()
  return (expression: string, scope: CustomScope): boolean | string => {
    const known = kept.get(expression) ?? compileExpression(expression)
    if (!kept.has(expression) && kept.size >= mostKept) kept.clear()
    kept.set(expression, known)
    const answer = known.render(contextFromValues({ ...scope }))
    return answer.startsWith('S') ? answer.slice(1) : answer === 'T'
  }
}
