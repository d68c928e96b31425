import { Progress, Text } from '@mantine/core'
import type { Run } from '#shared/contract/run/run.ts'
import { formatCount, formatDuration } from '../../../ui/format.ts'
import { useProgress } from '../progress.ts'
import { isGoing, statusWords } from '../words.ts'
import classes from './ResultsPage.module.css'

/** How far the run is, how fast, how long yet. */
export function ProgressLine({ run }: { run: Run }) {
  const live = useProgress((state) => state.byRun[run.id])
  const done = Math.max(live?.doneCells ?? 0, run.doneCells)
  const share = run.totalCells === 0 ? 0 : (100 * done) / run.totalCells
  const rate = live?.cellsPerSecond ?? null
  return (
    <div className={classes.progress} role="status">
      <Progress value={share} flex={1} miw={160} aria-label="Progress of the run" />
      <Text size="sm" component="span">
        {statusWords[run.status]}: {formatCount(done)} of {formatCount(run.totalCells)}
      </Text>
      {isGoing(run.status) && rate !== null && (
        <Text size="sm" component="span" c="dimmed">
          {formatCount(Math.round(rate))} per second
        </Text>
      )}
      {isGoing(run.status) && live?.remainingMs != null && (
        <Text size="sm" component="span" c="dimmed">
          {formatDuration(live.remainingMs)} left
        </Text>
      )}
    </div>
  )
}
