import { Group, Progress, Text, UnstyledButton } from '@mantine/core'
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
import { StatusItem } from '../ui/shell/StatusItem.tsx'
import { type SavingState, useSaving } from '../ui/shell/saving.ts'
import { useConnection, workspace } from './connection.ts'
import { features } from './features.ts'
import classes from './StatusBar.module.css'

const savedWords: Readonly<Record<SavingState, string>> = {
  saved: 'All saved',
  pending: 'Saving…',
  failed: 'Not saved yet',
}

const savedIcons = { saved: IconCloudCheck, pending: IconRefresh, failed: IconCloudOff } as const

const savedHints: Readonly<Record<SavingState, string>> = {
  saved: 'Everything typed is in the workspace’s file',
  pending: 'What was typed just now is being written down',
  failed: 'What was typed is kept in this page and tried again',
}

const lineWords = {
  connected: 'Connected',
  connecting: 'Connecting…',
  offline: 'Offline',
  refused: 'Session ended',
} as const

/** By itself: it changes with every letter, and all else in the bar does not. */
function Saved() {
  const saving = useSaving()
  return (
    <StatusItem icon={savedIcons[saving]} hint={savedHints[saving]} tone={saving} isLive>
      {savedWords[saving]}
    </StatusItem>
  )
}

/** What is true everywhere: workspace, saved or not, line to the core, shared stores, running jobs. */
export function StatusBar() {
  const resource = workspace.use('current')
  const line = useConnection()
  const jobs = useJobs()
  const isUp = line === 'connected'
  return (
    <footer className={classes.bar}>
      <StatusItem
        icon={IconDatabase}
        hint={resource.state === 'ready' ? resource.value.path : 'Workspace'}
        href={formatRoute(['start'])}
      >
        {resource.state === 'ready' ? resource.value.name : '…'}
      </StatusItem>
      <Saved />
      <StatusItem
        icon={isUp ? IconPlugConnected : IconPlugConnectedX}
        hint="The line from this page to Galley’s core"
        tone={isUp ? 'saved' : 'failed'}
      >
        {lineWords[line]}
      </StatusItem>
      {features.map(({ id, Status }) => Status && <Status key={id} />)}
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
