import { GalleyError } from '#shared/contract/errors.ts'
import type { Content } from '#shared/contract/template.ts'
import type { Check } from '#shared/domain/assertions/check.ts'
import { toolSchemas } from '#shared/domain/assertions/formats/tool-calls.ts'
import type { CheckOutcome } from '#shared/domain/assertions/score.ts'
import { type Model, type ModelAnswer, promptText } from '../../models/model.ts'
import type { RunCase } from '../ports.ts'
import type { CheckMaker } from './checks.ts'
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
  /** Its assertions together with the run's, made once for all columns. */
  check: Promise<Check>
  expected: unknown
  /** Read when an assertion asks for them. */
  inputs(): Record<string, unknown>
  recordedOutputs: Readonly<Record<string, string>>
}

export function openCase({ prompts, checks }: CellMaker, one: RunCase): OpenCase {
  const check = checks.of(one)
  // Every cell waits for it in its own time; until then a refusal is nobody's unhandled rejection.
  check.catch(() => {})
  return {
    ordinal: one.ordinal,
    promptOf: sharedPrompts(prompts, one),
    check,
    expected: JSON.parse(one.expectedJson),
    inputs: () => JSON.parse(one.inputsJson),
    recordedOutputs: JSON.parse(one.recordedOutputsJson),
  }
}

export interface CellResult {
  columnPosition: number
  ordinal: number
  /** Counts from 0. */
  repeat: number
  status: 'passed' | 'failed' | 'error'
  score: number
  output: string | null
  outcomes: CheckOutcome[]
  namedScores: Record<string, number>
  guardrails: GuardrailRecord
  error: string | null
  errorCode: string | null
  latencyMs: number
  /** What the answer used and cost; all null where there is none. */
  spent: Spent
  /** In US dollars; null where no judge was asked or its price is not known. */
  judgeCost: number | null
}

export type Spent = Pick<ModelAnswer, 'usage' | 'cost' | 'finishReason' | 'isCached'>

/** What a model gave for a cell, and what it took: kept whatever becomes of the cell. */
type Answered = Pick<CellResult, 'output' | 'latencyMs' | 'spent'>

const unanswered: Answered = {
  output: null,
  latencyMs: 0,
  spent: { usage: null, cost: null, finishReason: null, isCached: false },
}

export interface CellMaker {
  prompts: PromptMaker
  checks: CheckMaker
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
  repeat: number,
  signal: AbortSignal,
): Promise<CellResult> {
  const cell = { columnPosition: column.position, ordinal: one.ordinal, repeat }
  const said: GuardrailRecord[] = []
  let answered = unanswered
  try {
    const prepared = await one.promptOf(column)
    said.push(prepared.guardrails)
    if (prepared.kind === 'blocked') throw prepared.error
    // Before the model is asked: an answer that nothing can judge would be paid for in vain.
    const check = await one.check
    const { prompt } = prepared
    const { recordedOutputs, expected } = one
    const settings = settingsOf(column, repeat)
    const request = { prompt, settings, recordedOutputs, repeat, signal }
    const answer = await column.model.complete(request)
    const { latencyMs, usage, cost, finishReason, isCached } = answer
    answered = { output: null, latencyMs, spent: { usage, cost, finishReason, isCached } }
    const { output, guardrails } = await maker.prompts.checkOutput(column, answer.output)
    said.push(guardrails)
    answered = { ...answered, output }
    const verdict = await check({
      output,
      expected,
      latencyMs,
      cost,
      finishReason,
      guardrails: said.flatMap(({ violations }) => violations.map((each) => each.guardrailName)),
      get inputs() {
        return one.inputs()
      },
      get prompt() {
        return promptText(prompt)
      },
      ...toolsOf(settings),
    })
    const status = verdict.error !== null ? 'error' : verdict.isPassed ? 'passed' : 'failed'
    return {
      ...cell,
      ...answered,
      guardrails: together(said),
      status,
      score: verdict.score,
      outcomes: verdict.outcomes,
      namedScores: verdict.namedScores,
      error: verdict.error,
      errorCode: verdict.error === null ? null : 'invalid_input',
      judgeCost: verdict.judgeCost,
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof GalleyError)) maker.reportBug(error)
    const isExpected = error instanceof GalleyError
    return {
      ...cell,
      ...answered,
      guardrails: together(said),
      status: 'error',
      score: 0,
      outcomes: [],
      namedScores: {},
      error: isExpected ? error.message : 'Galley failed at this cell; the log has the details.',
      errorCode: isExpected ? error.code : 'internal',
      judgeCost: null,
    }
  }
}

/** Repeats of a seeded version draw anew, and draw the same the next time the run is made. */
function settingsOf({ content }: OpenColumn, repeat: number): Content['modelSettings'] {
  const { modelSettings } = content
  if (modelSettings.seed === undefined || repeat === 0) return modelSettings
  return { ...modelSettings, seed: modelSettings.seed + repeat }
}

const toolsOf = ({ tools }: Content['modelSettings']) =>
  tools === undefined ? {} : { tools: toolSchemas(tools) }

const together = (records: readonly GuardrailRecord[]): GuardrailRecord => ({
  violations: records.flatMap(({ violations }) => violations),
  failures: records.flatMap(({ failures }) => failures),
  checked: [...new Set(records.flatMap(({ checked }) => checked))],
})
