import type { CheckedOutput } from '../output.ts'
import { type CallFacts, promptText, versionFacts } from '../rendering/rendered.ts'
import type { ExecutionRecord, RenderedPrompt } from '../types.ts'
import type { ModelAnswer } from './answer.ts'

/** One call of a model, as far as it is known. */
export interface ModelCall {
  readonly prompt: RenderedPrompt
  /** Null for a prompt that came through JSON. */
  readonly facts: CallFacts | null
  /** Null where no cache was asked. */
  readonly cacheHit: boolean | null
  readonly responseTimeMs: number
}

/** A kept answer costs nothing again. */
export function answerRecord(
  call: ModelCall,
  answer: ModelAnswer,
  { action, violations, text }: CheckedOutput,
): ExecutionRecord {
  const { inputTokens, outputTokens, costUsd } = answer
  const isCounted = inputTokens !== undefined || outputTokens !== undefined
  const tokens = isCounted ? (inputTokens ?? 0) + (outputTokens ?? 0) : null
  return {
    ...commonRecord(call),
    model: answer.model ?? call.prompt.model.model ?? null,
    responseText: action === 'block' ? null : text,
    tokenCount: call.cacheHit ? 0 : tokens,
    costUsd: call.cacheHit ? 0 : (costUsd ?? null),
    status: action === 'block' ? 'blocked' : 'success',
    violations,
    guardrailAction: action,
  }
}

export function failureRecord(call: ModelCall, errorMessage: string): ExecutionRecord {
  const model = call.prompt.model.model ?? null
  const failure = { status: 'failure', errorType: 'model_failed', errorMessage }
  return { ...commonRecord(call), ...failure, model }
}

function commonRecord({ prompt, facts, cacheHit, responseTimeMs }: ModelCall): ExecutionRecord {
  const { name, version, arm, executionId } = prompt
  const { userId, sessionId, requestId, metadata } = facts?.request ?? {}
  const isRecorded = executionId !== null
  return {
    ...(facts === null
      ? { templateName: name, templateVersion: version, arm }
      : versionFacts(facts.choice)),
    userId: userId ?? null,
    sessionId: sessionId ?? null,
    requestId: requestId ?? null,
    // The render's own row has these already.
    inputVariables: isRecorded ? null : facts?.variables,
    renderedPrompt: isRecorded ? null : promptText(prompt),
    metadata: isRecorded ? { ...metadata, render_execution_id: executionId } : (metadata ?? {}),
    responseTimeMs,
    cacheHit,
  }
}
