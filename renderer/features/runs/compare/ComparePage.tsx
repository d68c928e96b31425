import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { runIdSchema } from '#shared/contract/base.ts'
import type { Comparison } from '#shared/contract/run/comparison.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { Section } from '../../../ui/Page.tsx'
import { createResources } from '../../../ui/resource.ts'
import { State } from '../../../ui/State.tsx'
import type { Route } from '../../../ui/shell/route.ts'
import { PairPicker, pairOf } from '../PairPicker.tsx'
import { ResultDrawer } from '../results/ResultDrawer.tsx'
import classes from './ComparePage.module.css'
import { Flips } from './Flips.tsx'
import { Metrics } from './Metrics.tsx'
import { Verdict } from './Verdict.tsx'

/** By run, its progress and the two columns: a run that goes on is compared anew. */
const comparisons = createResources((key) => {
  const [id, , baseline = '', candidate = ''] = key.split('\n')
  const run = runIdSchema.parse(id)
  return rpc.run.compare({
    baseline: { run, column: baseline },
    candidate: { run, column: candidate },
  })
})

/** Two columns, paired by case: is the difference real, and which cases flipped. */
export function ComparePage({ run, route }: { run: Run; route: Route }) {
  const pair = pairOf(run, route)
  const isSame = pair.baseline === pair.candidate
  const key = [run.id, run.doneCells, pair.baseline, pair.candidate].join('\n')
  const resource = comparisons.use(isSame ? null : key)
  const [shown, setShown] = useState<number | null>(null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className={classes.page} aria-label="Comparison" tabIndex={0}>
      <PairPicker run={run} part="compare" pair={pair} labels={['Baseline', 'Candidate']} />
      {isSame ? (
        <Text c="dimmed">Choose two different columns.</Text>
      ) : (
        <State resource={resource}>
          {(comparison) => <Compared run={run} comparison={comparison} onOpen={setShown} />}
        </State>
      )}
      <ResultDrawer run={run} result={shown} onClose={() => setShown(null)} />
    </section>
  )
}

interface ComparedProps {
  run: Run
  comparison: Comparison
  onOpen: (result: number) => void
}

function Compared({ run, comparison, onOpen }: ComparedProps) {
  const columns = useMemo(() => [comparison.baseline, comparison.candidate], [comparison])
  return (
    <>
      <Verdict comparison={comparison} />
      <Section
        title="Cases that flipped"
        hint="Fixed: only the candidate passes. Broken: only the baseline passes."
      >
        <Flips run={run} columns={columns} flips={comparison.flips} onOpen={onOpen} />
      </Section>
      <Metrics comparison={comparison} />
    </>
  )
}
