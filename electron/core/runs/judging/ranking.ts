import type { Judgement } from '#shared/contract/run/result.ts'
import { compareOutputs, type Ranking } from '#shared/domain/assertions/judged/comparing.ts'
import {
  type Assertion,
  type ComparingAssertion,
  isComparing,
} from '#shared/domain/assertions/schema.ts'
import type { AssertionServices } from '#shared/domain/assertions/services.ts'
import { pagesOfCases } from '../cases.ts'
import type { Brake } from '../executing/brake.ts'
import type { Owner } from '../executing/owner.ts'
import { runPool } from '../executing/pool.ts'
import { RunTakenAway } from '../executing/sink.ts'
import type { RunParts } from '../ports.ts'
import { findResult, type ResultRow, resultsOf } from '../results/store.ts'
import { addJudgeCost, isOurs, type RunRow } from '../store.ts'
import { hasJudgement, insertJudgement, moveStatus } from './store.ts'

export interface RankingParts {
  parts: RunParts
  row: RunRow
  owner: Owner
  services: AssertionServices
  brake: Brake
  width: number
  signal: AbortSignal
}

interface Group {
  assertion: ComparingAssertion
  kind: string
  results: ResultRow[]
}

/**
 * Compares the outputs of every case once all columns have answered: what needs the others can only be
 * judged then. Each comparison is stored with what it moves, or not at all, so that a resumed run goes on
 * where it was. Returns why the first that failed did; null when all are there.
 */
export async function rankCases(ranking: RankingParts): Promise<string | null> {
  const assertions: Assertion[] = JSON.parse(ranking.row.assertionsJson)
  if (!assertions.some(isComparing)) return null
  let problem: string | null = null
  await runPool(missingGroups(ranking, assertions), ranking.width, async (group) => {
    ranking.signal.throwIfAborted()
    try {
      const contenders = group.results.map(({ output, score }) => ({ output: output ?? '', score }))
      const found = await compareOutputs(group.assertion, contenders, ranking.services.ask)
      ranking.brake.spend(found.cost)
      store(ranking, group, found)
    } catch (error) {
      ranking.signal.throwIfAborted()
      if (error instanceof RunTakenAway || !(error instanceof Error)) throw error
      problem ??= `Outputs could not be compared: ${error.message}`
    }
  })
  return problem
}

/** Outputs of one case and repeat that have not been compared yet: two at least, or there is nothing to compare. */
function* missingGroups(
  { parts: { reader, datasets }, row, brake }: RankingParts,
  assertions: readonly Assertion[],
): Generator<Group> {
  for (const cases of pagesOfCases(datasets, row)) {
    const ordinals = cases.map(({ ordinal }) => ordinal)
    const answered = resultsOf(reader, row.seq, ordinals).filter(({ output }) => output !== null)
    const groups = Map.groupBy(answered, ({ ordinal, repeat }) => `${ordinal}:${repeat}`)
    for (const results of groups.values()) {
      for (const [index, assertion] of assertions.entries()) {
        const [first] = results
        if (!isComparing(assertion) || results.length < 2 || first === undefined) continue
        const kind = `${assertion.type}:${index + 1}`
        if (hasJudgement(reader, row.seq, first, kind)) continue
        if (!brake.mayBegin()) return
        yield { assertion, kind, results }
      }
    }
  }
}

function store(
  { parts: { environment, writer }, row, owner }: RankingParts,
  { kind, assertion, results }: Group,
  { places, cost }: Ranking,
): void {
  const createdAt = environment.clock.now().toISOString()
  const share = cost === null ? null : cost / results.length
  writer.transaction((transaction) => {
    if (!isOurs(transaction, row.seq, owner)) throw new RunTakenAway()
    for (const [index, result] of results.entries()) {
      const place = places[index]
      if (place === undefined) throw new Error('A ranking has a place for every output.')
      const author = 'provider' in assertion ? (assertion.provider ?? row.judge) : row.judge
      const judgement: Judgement = { ...place, kind, author: author ?? '', cost: share, createdAt }
      insertJudgement(transaction, row.seq, result, judgement)
      const now = findResult(transaction, row.seq, result.id) ?? result
      // Where a person has judged it meanwhile, that verdict stands.
      if (!place.isPassed && now.status === 'passed' && now.firstStatus === null) {
        moveStatus(transaction, row.seq, now, 'failed')
      }
      addJudgeCost(transaction, row.seq, result.columnPosition, share ?? 0)
    }
  })
}
