import { Group, Progress, Text, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconCloudCheck,
  IconCloudOff,
  IconDatabase,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
} from '@tabler/icons-react'
import { formatDuration, formatPercent } from '../ui/format.ts'
import { type Job, useJobs } from '../ui/shell/jobs.ts'
import { formatRoute } from '../ui/shell/route.ts'
import { type SavingState, useSaving } from '../ui/shell/saving.ts'
import { useConnection, workspace } from './connection.ts'
import classes from './StatusBar.module.css'

const savedWords: Readonly<Record<SavingState, string>> = {
  saved: 'All saved',
  pending: 'Saving…',
  failed: 'Not saved yet',
}

const lineWords = {
  connected: 'Connected',
  connecting: 'Connecting…',
  offline: 'Offline',
  refused: 'Session ended',
} as const

/** What is true everywhere: workspace, saved or not, line to the core, running jobs. */
export function StatusBar() {
  const resource = workspace.use('current')
  const saving = useSaving()
  const line = useConnection()
  const jobs = useJobs()
  const isUp = line === 'connected'
  return (
    <footer className={classes.bar}>
      <Tooltip label={resource.state === 'ready' ? resource.value.path : 'Workspace'}>
        <a className={classes.item} href={formatRoute(['start'])} data-link>
          <IconDatabase size={14} aria-hidden />
          {resource.state === 'ready' ? resource.value.name : '…'}
        </a>
      </Tooltip>
      <span className={classes.item} data-tone={saving} role="status">
        {saving === 'saved' && <IconCloudCheck size={14} aria-hidden />}
        {saving === 'pending' && <IconRefresh size={14} aria-hidden />}
        {saving === 'failed' && <IconCloudOff size={14} aria-hidden />}
        {savedWords[saving]}
      </span>
      <span className={classes.item} data-tone={isUp ? 'saved' : 'failed'}>
        {isUp ? (
          <IconPlugConnected size={14} aria-hidden />
        ) : (
          <IconPlugConnectedX size={14} aria-hidden />
        )}
        {lineWords[line]}
      </span>
      <Group gap="md" ml="auto" wrap="nowrap">
        {jobs.map((job) => (
          <JobItem key={job.id} job={job} />
        ))}
      </Group>
    </footer>
  )
}

function JobItem({ job }: { job: Job }) {
  const share = job.total === 0 ? 0 : (100 * job.done) / job.total
  return (
    <div className={classes.job}>
      <a href={job.href} className={classes.jobLink}>
        {job.title}
      </a>
      {job.total === 0 ? (
        <Progress value={100} animated w={90} size="sm" aria-label={`${job.title}: going on`} />
      ) : (
        <Progress value={share} w={90} size="sm" aria-label={`${job.title}: progress`} />
      )}
      <Text size="xs" component="span" className={classes.figures}>
        {job.total > 0 && formatPercent(Math.floor(share) / 100)}
        {job.remainingMs !== null && ` · ${formatDuration(job.remainingMs)} left`}
      </Text>
      <UnstyledButton className={classes.stop} onClick={job.stop} aria-label={`Stop ${job.title}`}>
        Stop
      </UnstyledButton>
    </div>
  )
}
