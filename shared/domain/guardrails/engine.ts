/** The public door of the guardrail engine: the same functions in the page, the core and the client. */

export { runGuardrailCase } from './cases.ts'
export { checkText } from './check-text.ts'
export { compileGuardrails } from './compile.ts'
export { defaultGuardrails } from './defaults.ts'
export { restoreRedactions } from './redaction.ts'
export { type GuardrailRow, guardrailToRow, rowToGuardrails } from './row.ts'
export { compareGuardrailVersions, runSamples } from './sample-bench.ts'
export type * from './types.ts'
export { validateGuardrail } from './validate.ts'
