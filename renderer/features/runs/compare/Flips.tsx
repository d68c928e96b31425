import { SegmentedControl, Text } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Comparison } from '#shared/contract/run/comparison.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { formatCount } from '../../../ui/format.ts'
import { State } from '../../../ui/State.tsx'
import { ResultsGrid } from '../results/ResultsGrid.tsx'
import { type ResultRow, results, resultsKey } from '../store.ts'
import classes from './ComparePage.module.css'

type Direction = Comparison['flips'][number]['direction']

interface FlipsProps {
  run: Run
  columns: readonly RunColumn[]
  flips: Comparison['flips']
  onOpen: (result: number) => void
}

/** The cases where the two disagree, with both answers side by side. */
export function Flips({ run, columns, flips, onOpen }: FlipsProps) {
  const [direction, setDirection] = useState<Direction>('fixed')
  const key = resultsKey(run.id, 'differing')
  const resource = results.use(flips.length === 0 ? null : key)
  const wanted = useMemo(
    () => new Set(flips.filter((flip) => flip.direction === direction).map((flip) => flip.caseId)),
    [flips, direction],
  )
  const count = (kind: Direction) => flips.filter((flip) => flip.direction === kind).length
  if (flips.length === 0) return <Text c="dimmed">None: the two agree on every case.</Text>
  return (
    <>
      <SegmentedControl
        mb="sm"
        aria-label="Which flips"
        value={direction}
        onChange={(value) => setDirection(value === 'broken' ? value : 'fixed')}
        data={[
          { value: 'fixed', label: `Fixed (${formatCount(count('fixed'))})` },
          { value: 'broken', label: `Broken (${formatCount(count('broken'))})` },
        ]}
      />
      <div className={classes.flips}>
        <State resource={resource}>
          {({ items, nextCursor }) => (
            <FlipGrid
              rows={items.filter((row) => wanted.has(row.caseId))}
              columns={columns}
              onOpen={onOpen}
              // The rows of other columns' differences come along: go on until all flips are here.
              more={nextCursor === null ? null : () => results.more(key)}
            />
          )}
        </State>
      </div>
    </>
  )
}

interface FlipGridProps {
  rows: readonly ResultRow[]
  columns: readonly RunColumn[]
  onOpen: (result: number) => void
  more: (() => void) | null
}

function FlipGrid({ rows, columns, onOpen, more }: FlipGridProps) {
  const needsMore = more !== null && rows.length < 100
  useEffect(() => {
    if (needsMore) more?.()
  })
  return (
    <ResultsGrid
      columns={columns}
      rows={rows}
      emptyText="None in this direction."
      onOpen={onOpen}
      {...(more ? { onEndReached: more } : {})}
    />
  )
}
