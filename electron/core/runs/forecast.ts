import { GalleyError } from '#shared/contract/errors.ts'
import type { Price } from '#shared/contract/provider.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Forecast, Range } from '#shared/contract/run/forecast.ts'
import type { Content, Version } from '#shared/contract/template.ts'
import { momentsOf } from '#shared/domain/statistics/means/moments.ts'
import { type CountTokens, loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import type { Input } from '../inputs.ts'
import { type Model, promptText } from '../models/model.ts'
import { readRunCases } from './cases.ts'
import { countJudgeCalls } from './judging/judges.ts'
import { type AnswerLengths, answerLengths } from './lengths-store.ts'
import type { RunParts } from './ports.ts'
import { prepareRun } from './prepare.ts'
import type { RunRow } from './store.ts'

/** Prompts that are made to be counted: more would not move the mean by what matters. */
const sampleSize = 100
/** Messages cost a few tokens beside their text. */
const tokensPerPrompt = 7
/** What answers are taken to be like where nothing is known of them. */
const guessed = { expected: 300, high: 4096 }
const z95 = 1.96

/**
 * What a run will use and cost: prompts of evenly drawn cases are rendered and counted, lengths of answers
 * are taken from earlier results. Nothing is called, nothing stored.
 */
export async function forecastRun(
  parts: RunParts,
  input: Input<'run', 'forecast'>,
): Promise<Forecast> {
  const { columns, models, totalCells, frozen } = prepareRun(parts, input)
  const count = await loadTokenCounter()
  const calls = totalCells / columns.length
  const cases = sampleCases(parts, frozen, calls / frozen.repeats)
  const forecasts: Forecast['columns'] = []
  for (const [index, column] of columns.entries()) {
    const model = models[index]
    const version = parts.templates.findVersionById(column.versionId)
    if (model === undefined || version === undefined) throw new Error('Every column has both.')
    const prompts = await countPrompts(parts, column, version, cases, count)
    forecasts.push(forecastColumn(parts, { column, model, version, calls, prompts }))
  }
  const costs = forecasts.map(({ cost }) => cost)
  return {
    cells: totalCells,
    columns: forecasts,
    cost: costs.every((cost) => cost !== null) ? costs.reduce(add, zero) : null,
    judgeCalls: countJudgeCalls(input.assertions, totalCells, columns.length),
  }
}

const zero: Range = { low: 0, expected: 0, high: 0 }
const add = (a: Range, b: Range): Range => ({
  low: a.low + b.low,
  expected: a.expected + b.expected,
  high: a.high + b.high,
})

type Frozen = ReturnType<typeof prepareRun>['frozen']

/** Every k-th case, so that a dataset in some order is drawn from all over. */
function sampleCases({ datasets }: RunParts, frozen: Frozen, count: number) {
  const row = frozen as Pick<RunRow, 'datasetId' | 'datasetVersion' | 'splitsJson'> as RunRow
  const step = Math.max(1, Math.floor(count / sampleSize))
  const drawn = []
  for (let after = 0; drawn.length < sampleSize; ) {
    const page = readRunCases(datasets, row, after, step)
    const last = page.at(-1)
    if (last === undefined) break
    drawn.push(last)
    after = last.ordinal
  }
  return drawn
}

/** Tokens of the prompts that can be made; one that cannot costs nothing, because it is not sent. */
async function countPrompts(
  { renderer }: RunParts,
  { templateName }: RunColumn,
  { content }: Version,
  cases: readonly { inputsJson: string }[],
  count: CountTokens,
): Promise<number[]> {
  const extra = JSON.stringify(content.modelSettings.tools ?? '').length > 2 ? 50 : 0
  const counts: number[] = []
  for (const { inputsJson } of cases) {
    try {
      const prompt = await renderer.render(content, { bindingsJson: inputsJson }, templateName)
      counts.push(count(promptText(prompt)) + tokensPerPrompt + extra)
    } catch (error) {
      if (!(error instanceof GalleyError)) throw error
      counts.push(0)
    }
  }
  return counts
}

interface ColumnFacts {
  column: RunColumn
  model: Model
  version: Version
  calls: number
  prompts: number[]
}

function forecastColumn(
  { reader }: RunParts,
  { column, model, version, calls, prompts }: ColumnFacts,
): Forecast['columns'][number] {
  const base = { key: column.key, model: column.model, calls, priceAsOf: model.price?.asOf ?? null }
  if (model.lane === 'local') {
    const basis = 'nothing_is_called' as const
    return { ...base, inputTokens: zero, outputTokens: zero, cost: zero, isEstimate: false, basis }
  }
  const inputTokens = sumRange(prompts, calls)
  const known = answerLengths(reader, column)
  const outputTokens = outputRange(known, version.content.modelSettings, calls)
  return {
    ...base,
    inputTokens,
    outputTokens,
    cost: model.price ? costRange(inputTokens, outputTokens, model.price) : null,
    isEstimate: !/\/(?:openai\/)?(?:gpt-(?:4o|4\.1|4\.5|5)|o[134])/.test(column.model),
    basis: known?.basis ?? 'guess',
  }
}

/** The sum over all calls of something of which a sample is known, with the sample's uncertainty. */
function sumRange(values: readonly number[], calls: number): Range {
  const { n, mean, variance } = momentsOf(values)
  if (mean === null) return zero
  const spread = z95 * Math.sqrt((variance ?? 0) / n)
  return {
    low: Math.max(0, mean - spread) * calls,
    expected: mean * calls,
    high: (mean + spread) * calls,
  }
}

function outputRange(
  known: AnswerLengths | null,
  { maxOutputTokens }: Content['modelSettings'],
  calls: number,
): Range {
  const most = maxOutputTokens ?? guessed.high
  if (known === null) {
    const expected = Math.min(guessed.expected, most)
    return { low: calls, expected: expected * calls, high: most * calls }
  }
  const spread = z95 * Math.sqrt(known.variance / known.n)
  // Few earlier answers say little: below thirty, their extremes are the better bounds.
  const [low, high] =
    known.n < 30 ? [known.least, known.most] : [known.mean - spread, known.mean + spread]
  return {
    low: Math.max(0, low) * calls,
    expected: Math.min(known.mean, most) * calls,
    high: Math.min(high, most) * calls,
  }
}

function costRange(input: Range, output: Range, price: Price): Range {
  const cost = (end: keyof Range) =>
    (input[end] * price.inputPerMillion + output[end] * price.outputPerMillion) / 1_000_000
  return { low: cost('low'), expected: cost('expected'), high: cost('high') }
}
