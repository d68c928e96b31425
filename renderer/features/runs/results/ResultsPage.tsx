import { Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Run } from '#shared/contract/run/run.ts'
import { SplitPane } from '../../../ui/SplitPane.tsx'
import { State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { type ResultFilter, results, resultsKey } from '../store.ts'
import { isGoing } from '../words.ts'
import { Figures } from './Figures.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { ResultDrawer } from './ResultDrawer.tsx'
import { ResultsGrid } from './ResultsGrid.tsx'
import classes from './ResultsPage.module.css'

const filters: { value: ResultFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
  { value: 'errors', label: 'Errors' },
  { value: 'differing', label: 'Differing' },
]

/** Progress, figures per column, and every answer. */
export function ResultsPage({ run, route }: { run: Run; route: Route }) {
  const [filter, setFilter] = useState<ResultFilter>('all')
  // In the address: what found something in a cell leads to that cell.
  const shown = Number(route.query.result ?? Number.NaN)
  const setShown = (result: number | null) =>
    navigate(formatRoute(route.path, { ...route.query, result: result ?? undefined }), {
      replace: true,
    })
  const key = resultsKey(run.id, filter)
  const resource = results.use(key)
  const grid = (
    <div className={classes.pane}>
      <Group className={classes.bar} gap="sm">
        <SegmentedControl
          aria-label="Which cases"
          value={filter}
          data={filters}
          onChange={(value) => setFilter(value as ResultFilter)}
        />
      </Group>
      <div className={classes.fill}>
        <State resource={resource}>
          {({ items }) => (
            <ResultsGrid
              columns={run.columns}
              rows={items}
              emptyText={isGoing(run.status) ? 'No results yet.' : 'No case matches this filter.'}
              onOpen={setShown}
              onEndReached={() => results.more(key)}
            />
          )}
        </State>
      </div>
    </div>
  )
  const figures = (
    <div className={classes.around}>
      <Figures run={run} />
    </div>
  )
  return (
    <div className={classes.pane}>
      {run.status !== 'finished' && <ProgressLine run={run} />}
      <div className={classes.fill}>
        <SplitPane
          id="results"
          direction="vertical"
          panes={[
            { id: 'figures', size: '34%', min: 90, content: figures },
            { id: 'cases', min: '25%', content: grid },
          ]}
        />
      </div>
      <ResultDrawer
        run={run}
        result={Number.isInteger(shown) ? shown : null}
        onClose={() => setShown(null)}
      />
    </div>
  )
}
