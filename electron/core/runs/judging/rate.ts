import { GalleyError } from '#shared/contract/errors.ts'
import type { Input } from '../../inputs.ts'
import type { RunParts } from '../ports.ts'
import { findResult } from '../results/store.ts'
import type { RunRow } from '../store.ts'
import { insertJudgement, moveStatus } from './store.ts'

/**
 * Stores a person's verdict on a result; its status and the figures follow it. The first verdict is kept
 * beside it, and every further one as well: the newest counts.
 */
export function rateResult(
  { environment, writer }: RunParts,
  run: RunRow,
  { result, isPassed, score, note }: Input<'run', 'rate'>,
): void {
  const createdAt = environment.clock.now().toISOString()
  writer.transaction((transaction) => {
    const found = findResult(transaction, run.seq, result)
    if (found === undefined) {
      throw new GalleyError('not_found', `The run has no result ${result}.`, {
        fix: 'See the results of the run.',
        where: { field: 'result' },
      })
    }
    insertJudgement(transaction, run.seq, found, {
      kind: 'human',
      isPassed,
      score: score ?? (isPassed ? 1 : 0),
      reason: note,
      author: environment.author,
      cost: null,
      createdAt,
    })
    moveStatus(transaction, run.seq, found, isPassed ? 'passed' : 'failed')
  })
}
