import type { Command } from 'commander'
import type { Comparison } from '#shared/contract/run/comparison.ts'
import { addVerb, handle, type Invocation } from '../../call.ts'
import { facts, pValue, share } from '../../table.ts'
import { findRun } from './naming.ts'

const verdicts = {
  better: 'the candidate is better',
  worse: 'the candidate is worse',
  no_difference_shown: 'no difference shown',
} as const

/** A paired comparison as lines of name and value. */
function describeComparison(comparison: Comparison): string {
  const { interval, mcnemar } = comparison
  const level = `${(interval.level * 100).toFixed(0)}% ${interval.method}`
  return facts({
    baseline: `${comparison.baseline.key}  ${share(comparison.baselineRate)}`,
    candidate: `${comparison.candidate.key}  ${share(comparison.candidateRate)}`,
    pairs: comparison.pairs,
    'only candidate passed': comparison.onlyCandidatePassed,
    'only baseline passed': comparison.onlyBaselinePassed,
    difference: `${share(comparison.difference)}  (${level}: ${share(interval.low)} … ${share(interval.high)})`,
    'p-value': `${pValue(mcnemar.pValue)}  (McNemar, ${mcnemar.method})`,
    verdict: verdicts[comparison.verdict],
  })
}

export function addComparing(noun: Command, invocation: Invocation): void {
  addVerb(noun, 'compare <run> <baseline> <candidate>', {
    summary: 'Two columns of a run (or of two), paired by case.',
    examples: ['galley run compare 0198c0de-0000-7000-8000-000000000001 c1 c2'],
  })
    .option('--candidate-run <run>', 'the candidate’s run, where it is another')
    .action(
      handle<{ candidateRun?: string }, [string, string, string]>(
        invocation,
        async ({ options, show, ...call }, id, baseline, candidate) => {
          const rpc = await call.rpc()
          const run = await findRun(rpc, id)
          const { candidateRun } = options
          const other = candidateRun === undefined ? run : await findRun(rpc, candidateRun)
          const comparison = await rpc.run.compare({
            baseline: { run, column: baseline },
            candidate: { run: other, column: candidate },
          })
          show(comparison, () => describeComparison(comparison))
        },
      ),
    )
}
