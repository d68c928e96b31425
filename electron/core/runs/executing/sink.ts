import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RunParts } from '../ports.ts'
import { insertResults } from '../results/store.ts'
import { addToFigures, type Counted, isOurs } from '../store.ts'
import type { CellResult } from './cell.ts'
import type { Owner } from './owner.ts'

/** Results per transaction. */
const batchSize = 50

/** Results wait no longer than this for their batch to fill, so that slow models show progress. */
const longestWaitMs = 1000

/**
 * The event loop belongs to others (pages, cancel buttons, other transports) after every batch, and at
 * least this often where cells are slow.
 */
const longestTurnMs = 10

/** Thrown when the run is no longer ours: cancelled, or resumed by another process. */
export class RunTakenAway extends Error {}

/** Takes results and stores them in batches, each with the figures it moves, or not at all. */
export interface ResultSink {
  /** Rejects with RunTakenAway when the run must stop. */
  add(result: CellResult): Promise<void>
  flush(): void
  /** Stops the timer; does not flush. */
  close(): void
}

export function openSink(
  { environment, writer, guardrails }: Pick<RunParts, 'environment' | 'writer' | 'guardrails'>,
  runSeq: number,
  owner: Owner,
  onStored: () => void,
): ResultSink {
  let buffer: CellResult[] = []
  let failure: unknown = null
  let turnStartedAt = performance.now()

  function flush(): void {
    if (buffer.length === 0) return
    const batch = buffer
    const at = environment.clock.now().toISOString()
    writer.transaction(
      (transaction) => {
        if (!isOurs(transaction, runSeq, owner)) throw new RunTakenAway()
        insertResults(transaction, runSeq, batch, at)
        guardrails.record(transaction, runSeq, batch)
        for (const [position, counted] of countByColumn(batch)) {
          addToFigures(transaction, runSeq, position, counted)
        }
      },
      // After a power cut the last batches are computed again.
      { survives: 'process' },
    )
    // Only now: answers are paid for, and one more attempt is made at the end of the run.
    buffer = []
    onStored()
  }

  const timer = setInterval(() => {
    try {
      flush()
    } catch (error) {
      // Thrown from here it would end the process; the next result meets it instead.
      failure = error
    }
  }, longestWaitMs)

  return {
    async add(result) {
      // Kept in any case: it is paid for.
      buffer.push(result)
      if (failure !== null) throw failure
      const isFull = buffer.length >= batchSize
      if (isFull) flush()
      if (!isFull && performance.now() - turnStartedAt < longestTurnMs) return
      await nextTurn()
      turnStartedAt = performance.now()
    },
    flush,
    close: () => clearInterval(timer),
  }
}

const nothingSpent = {
  inputTokensSum: 0,
  outputTokensSum: 0,
  costSum: 0,
  unpricedAnswers: 0,
  judgeCostSum: 0,
}

function countByColumn(batch: readonly CellResult[]): Map<number, Counted> {
  const counts = new Map<number, Counted>()
  for (const { columnPosition, status, latencyMs, output, spent, judgeCost } of batch) {
    const zero = { passed: 0, failed: 0, errors: 0, latencyMsSum: 0, ...nothingSpent }
    const counted = counts.get(columnPosition) ?? zero
    if (status === 'passed') counted.passed += 1
    else if (status === 'failed') counted.failed += 1
    else counted.errors += 1
    counted.latencyMsSum += latencyMs
    counted.inputTokensSum += spent.usage?.inputTokens ?? 0
    counted.outputTokensSum += spent.usage?.outputTokens ?? 0
    counted.costSum += spent.cost ?? 0
    counted.judgeCostSum += judgeCost ?? 0
    // An error has no answer that could have a price.
    if (output !== null && spent.cost === null) counted.unpricedAnswers += 1
    counts.set(columnPosition, counted)
  }
  return counts
}
