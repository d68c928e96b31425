import type {
  AnsweredPrompt,
  AskModel,
  FilteredOutput,
  RespondRequest,
} from './responses/answer.ts'
import type {
  ActivePrompt,
  ExecutionRecord,
  PromptRequest,
  RecordingCounters,
  RenderedPrompt,
  RenderRequest,
  RenderResult,
  TemplatePerformance,
  Variables,
} from './types.ts'

/** Reads published prompts, renders them and records what came of it. */
export interface PromptClient {
  /** The version to serve; null when nothing is published under that name and label, or nothing can be known. */
  getActivePrompt(name: string, request?: PromptRequest): Promise<ActivePrompt | null>
  /** Never rejects: blocked and failed renders are values. */
  renderPrompt(name: string, variables: Variables, request?: RenderRequest): Promise<RenderResult>
  /**
   * Judges a model's answer to a rendered prompt by the output guardrails and puts back what this call's
   * redactions took out of the prompt: `[CREDIT_CARD_1]` becomes the user's own number again. Never rejects.
   */
  filterOutput(prompt: RenderedPrompt, answer: string): Promise<FilteredOutput>
  /**
   * Asks a model with a rendered prompt: answers from the response cache where it can, filters the output,
   * records the execution, makes a span. Never rejects.
   */
  respond(prompt: RenderedPrompt, ask: AskModel, request?: RespondRequest): Promise<AnsweredPrompt>
  /** Id of the recorded execution; null when it was not taken. Never throws. */
  logExecution(record: ExecutionRecord): string | null
  /** The original services' signature. Never throws. */
  logPromptExecution(
    templateKey: string,
    success: boolean,
    responseTimeMs?: number | null,
    tokenCount?: number | null,
    costUsd?: number | null,
    errorMessage?: string | null,
    metadata?: unknown,
  ): string | null
  /** What happened later because of an execution; the last value of a metric counts. False when not stored. */
  recordOutcome(executionId: string, metric: string, value: number): Promise<boolean>
  /** The same under the metric `feedback`, e.g. 1 and -1 for thumbs. */
  recordFeedback(executionId: string, value: number): Promise<boolean>
  /** Figures of the last `hours` (default 24); null when the store cannot be asked. */
  getTemplatePerformance(name: string, hours?: number): Promise<TemplatePerformance | null>
  readonly recording: RecordingCounters
  /** Sends waiting executions; false when not all went through within `deadlineMs` (default 5,000). */
  flush(deadlineMs?: number): Promise<boolean>
  /** Flushes and lets go of the database, each within `deadlineMs` (default 5,000). */
  close(deadlineMs?: number): Promise<void>
}
