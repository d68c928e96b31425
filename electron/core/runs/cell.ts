import { GalleyError } from '#shared/contract/errors.ts'
import type { Check, CheckOutcome } from '#shared/domain/assertions/check.ts'
import type { Model } from '../models/model.ts'
import type { RunCase } from './ports.ts'
import {
  type GuardrailRecord,
  type PreparedPrompt,
  type PromptMaker,
  type PromptSource,
  sharedPrompts,
} from './prompt.ts'

/** One column of a run, ready to be asked. */
export interface OpenColumn extends PromptSource {
  position: number
  model: Model
}

/** A case, read and rendered once for all columns that agree. */
export interface OpenCase {
  ordinal: number
  promptOf(source: PromptSource): Promise<PreparedPrompt>
  expected: unknown
  recordedOutputs: Readonly<Record<string, string>>
}

export const openCase = ({ prompts }: CellMaker, one: RunCase): OpenCase => ({
  ordinal: one.ordinal,
  promptOf: sharedPrompts(prompts, one.inputsJson),
  expected: JSON.parse(one.expectedJson),
  recordedOutputs: JSON.parse(one.recordedOutputsJson),
})

export interface CellResult {
  columnPosition: number
  ordinal: number
  status: 'passed' | 'failed' | 'error'
  score: number
  output: string | null
  outcomes: CheckOutcome[]
  namedScores: Record<string, number>
  guardrails: GuardrailRecord
  error: string | null
  errorCode: string | null
  latencyMs: number
}

export interface CellMaker {
  prompts: PromptMaker
  check: Check
  /** Told about what is not an expected failure: a bug, with its stack. */
  reportBug(error: unknown): void
}

/**
 * Computes one cell: prompt, model, assertions. Never rejects, unless the run was stopped: whatever
 * goes wrong is the cell's result, and the run goes on with the next one.
 */
export async function computeCell(
  maker: CellMaker,
  column: OpenColumn,
  one: OpenCase,
  signal: AbortSignal,
): Promise<CellResult> {
  const cell = { columnPosition: column.position, ordinal: one.ordinal }
  const said: GuardrailRecord[] = []
  try {
    const prepared = await one.promptOf(column)
    said.push(prepared.guardrails)
    if (prepared.kind === 'blocked') throw prepared.error
    const { prompt } = prepared
    const { recordedOutputs, expected } = one
    const answer = await column.model.complete({ prompt, recordedOutputs, signal })
    const { output, guardrails } = await maker.prompts.checkOutput(column, answer.output)
    said.push(guardrails)
    const { latencyMs } = answer
    const verdict = maker.check({ output, expected, latencyMs })
    const status = verdict.error !== null ? 'error' : verdict.isPassed ? 'passed' : 'failed'
    return {
      ...cell,
      guardrails: together(said),
      status,
      score: verdict.score,
      output,
      outcomes: verdict.outcomes,
      namedScores: verdict.namedScores,
      error: verdict.error,
      errorCode: verdict.error === null ? null : 'invalid_input',
      latencyMs,
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof GalleyError)) maker.reportBug(error)
    const isExpected = error instanceof GalleyError
    return {
      ...cell,
      guardrails: together(said),
      status: 'error',
      score: 0,
      output: null,
      outcomes: [],
      namedScores: {},
      error: isExpected ? error.message : 'Galley failed at this cell; the log has the details.',
      errorCode: isExpected ? error.code : 'internal',
      latencyMs: 0,
    }
  }
}

const together = (records: readonly GuardrailRecord[]): GuardrailRecord => ({
  violations: records.flatMap(({ violations }) => violations),
  failures: records.flatMap(({ failures }) => failures),
  checked: [...new Set(records.flatMap(({ checked }) => checked))],
})
