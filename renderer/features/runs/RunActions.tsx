import { Button, Menu } from '@mantine/core'
import {
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react'
import type { Run } from '#shared/contract/run/run.ts'
import { cancelRun, pauseRun, resumeRun, retryRun } from './progress.ts'
import { downloadReport, downloads } from './results/download.ts'
import { isGoing } from './words.ts'

/** What can be done with a run as it is now. */
export function RunActions({ run }: { run: Run }) {
  const errors = run.figures.reduce((sum, figures) => sum + figures.errors, 0)
  if (isGoing(run.status)) {
    return (
      <>
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={14} aria-hidden />}
          onClick={() => void pauseRun(run.id)}
        >
          Pause
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          onClick={() => void cancelRun(run.id)}
        >
          Stop
        </Button>
      </>
    )
  }
  return (
    <>
      {errors > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={() => void retryRun(run.id)}
        >
          Retry {errors} {errors === 1 ? 'error' : 'errors'}
        </Button>
      )}
      <Report run={run} />
      {run.status !== 'finished' && (
        <Button
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => void resumeRun(run.id)}
        >
          Go on
        </Button>
      )}
    </>
  )
}

function Report({ run }: { run: Run }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          Report
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {downloads.map((one) => (
          <Menu.Item key={one.format} onClick={() => void downloadReport(run, one)}>
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
