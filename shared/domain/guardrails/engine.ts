/** The public door of the guardrail engine: the same functions in the page, the core and the client. */
export { checkText } from './check-text.ts'
export { compileGuardrails } from './compile.ts'
export { defaultGuardrails } from './defaults.ts'
export { restoreRedactions } from './redaction.ts'
export type * from './types.ts'
export { validateGuardrail } from './validate.ts'
