import type { ComparingAssertion } from '../schema.ts'
import type { AssertionServices } from '../services.ts'
import { readNumber, readObject, readReason } from './answer.ts'
import { bestTask, judgeSystem, material } from './prompts.ts'

/** One output among those of its case. */
export interface Contender {
  output: string
  score: number
}

/** What comparing made of one output. */
export interface Place {
  isPassed: boolean
  score: number
  reason: string
}

export interface Ranking {
  /** In the order of the contenders. */
  places: Place[]
  cost: number | null
}

type Ask = NonNullable<AssertionServices['ask']>

/**
 * Compares the outputs of one case. `select-best` and `max-score` name a winner; `pairwise` puts every
 * output against the first, blind and in both orders, and only a verdict that survives the swap counts.
 * @throws Error whose message says what the judge answered instead of a verdict.
 */
export async function compareOutputs(
  assertion: ComparingAssertion,
  contenders: readonly Contender[],
  ask: Ask | undefined,
): Promise<Ranking> {
  if (assertion.type === 'max-score') return maxScore(contenders)
  if (ask === undefined) throw new Error('No judge was chosen: name a model that judges.')
  const pick = (outputs: readonly string[]) => askBest(assertion, outputs, ask)
  return assertion.type === 'select-best'
    ? selectBest(contenders, pick)
    : pairwise(contenders, pick)
}

interface Pick {
  best: number
  reason: string
  cost: number | null
}

async function askBest(
  { value, provider }: { value: string; provider?: string | undefined },
  outputs: readonly string[],
  ask: Ask,
): Promise<Pick> {
  const parts = Object.fromEntries(outputs.map((output, index) => [`output-${index + 1}`, output]))
  const user = `${material({ criterion: value, ...parts })}\n\n${bestTask}`
  const answer = await ask({ model: provider ?? null, system: judgeSystem, user })
  const fields = readObject(answer.text)
  const best = fields && readNumber(fields, 'best')
  if (
    fields === null ||
    best === null ||
    !Number.isInteger(best) ||
    best < 1 ||
    best > outputs.length
  ) {
    throw new Error(`The judge named no best output: ${JSON.stringify(answer.text.slice(0, 200))}.`)
  }
  return { best: best - 1, reason: readReason(fields), cost: answer.cost }
}

function maxScore(contenders: readonly Contender[]): Ranking {
  const most = Math.max(...contenders.map(({ score }) => score))
  const winner = contenders.findIndex(({ score }) => score === most)
  const places = contenders.map(({ score }, index) => ({
    isPassed: index === winner,
    score: index === winner ? 1 : 0,
    reason: `Score ${score.toFixed(4)}; the highest is ${most.toFixed(4)}.`,
  }))
  return { places, cost: 0 }
}

async function selectBest(
  contenders: readonly Contender[],
  pick: (outputs: readonly string[]) => Promise<Pick>,
): Promise<Ranking> {
  const { best, reason, cost } = await pick(contenders.map(({ output }) => output))
  const places = contenders.map((_, index) => ({
    isPassed: index === best,
    score: index === best ? 1 : 0,
    reason,
  }))
  return { places, cost }
}

/** 1 for a win in both orders, 0 for a loss in both, 0.5 where the order decided. Ties pass. */
async function pairwise(
  contenders: readonly Contender[],
  pick: (outputs: readonly string[]) => Promise<Pick>,
): Promise<Ranking> {
  const [first, ...others] = contenders
  const places: Place[] = [{ isPassed: true, score: 0.5, reason: 'The others are put against it.' }]
  let cost: number | null = 0
  for (const { output } of others) {
    const there = await pick([first?.output ?? '', output])
    const back = await pick([output, first?.output ?? ''])
    const score = (there.best === 1 ? 0.5 : 0) + (back.best === 0 ? 0.5 : 0)
    const told = score === 0.5 ? 'The judge’s choice turned with the order: a tie.' : there.reason
    places.push({ isPassed: score >= 0.5, score, reason: told })
    const costs: (number | null)[] = [cost, there.cost, back.cost]
    cost = costs.every((one) => one !== null) ? costs.reduce((sum, one) => sum + one, 0) : null
  }
  return { places, cost }
}
