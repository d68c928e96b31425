/** What a recorded execution has that a case is made of. */
export interface RecordedExecution {
  id: string
  templateName: string
  templateVersion: number | null
  inputVariables: unknown
  responseText: string | null
  model: string | null
}

/** What the recorded answer is to the case: right, only what was answered, or of no interest. */
export const answerUses = ['expected', 'recorded', 'none'] as const
export type AnswerUse = (typeof answerUses)[number]

/** The model as a dataset names the column of its recorded answers. */
export const recordedAs = (model: string | null): string =>
  (model ?? 'production').replace(/^(provider:[^/]+\/|recorded:)/, '')

/** What the answer of a model adds to a case. */
export function answerOf(use: AnswerUse, model: string | null, output: string | null) {
  if (use === 'none' || output === null) return {}
  if (use === 'expected') return { expected: output }
  return { recordedOutputs: { [recordedAs(model)]: output } }
}

/** The execution that a case was made of. */
export interface CaseSource {
  remote: string
  id: string
  templateName: string
  templateVersion: number | null
}

/** Reads what `caseOfExecution` wrote into the metadata; null for anything else that people put there. */
export function readSource(value: unknown): CaseSource | null {
  if (typeof value !== 'object' || value === null) return null
  const { kind, remote, id, templateName, templateVersion } = value as Record<string, unknown>
  if (kind !== 'execution' || typeof remote !== 'string' || typeof id !== 'string') return null
  if (typeof templateName !== 'string') return null
  const version = typeof templateVersion === 'number' ? templateVersion : null
  return { remote, id, templateName, templateVersion: version }
}

/** A case of a recorded execution, with where it is from. Inputs that are no object are none. */
export function caseOfExecution(
  execution: RecordedExecution,
  { remote, use, tags }: { remote: string; use: AnswerUse; tags: readonly string[] },
) {
  const { id, templateName, templateVersion, inputVariables, model, responseText } = execution
  const isObject = typeof inputVariables === 'object' && inputVariables !== null
  return {
    inputs: isObject && !Array.isArray(inputVariables) ? { ...inputVariables } : {},
    tags: [...tags],
    metadata: { source: { kind: 'execution', remote, id, templateName, templateVersion } },
    ...answerOf(use, model, responseText),
  }
}
