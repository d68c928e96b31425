/**
 * What an editor asks about a template while it is written. Pure: texts and offsets in, plain values
 * out. It reads tags itself and not by the parser, as a text is unfinished most of the time.
 */
export { completeAt } from './language/complete.ts'
export { type CallHelp, callAt, type Description, describeAt } from './language/describe.ts'
export {
  type Definition,
  definitionAt,
  nameProblem,
  type Renaming,
  renamingAt,
  variableAt,
} from './language/rename.ts'
export type { Completion, Completions, LanguageSource } from './language/source.ts'
