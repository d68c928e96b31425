import { Button, Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Figure } from '../../../ui/Figure.tsx'
import { formatDuration } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Loading } from '../../../ui/State.tsx'
import { checks, refreshRemotes } from '../store.ts'

type Check = Awaited<ReturnType<typeof rpc.remote.check>>

/** Is it there, which version, which role, how far away. */
export function ConnectionCheck({ remote }: { remote: string }) {
  const resource = checks.use(remote)
  if (resource.state === 'loading') return <Loading lines={2} />
  if (resource.state === 'failed') {
    return <ErrorNotice error={resource.error} retry={resource.retry} />
  }
  return <Checked remote={remote} check={resource.value} />
}

/** Below what anybody notices it is nothing. */
const formatSkew = (ms: number): string =>
  Math.abs(ms) < 100 ? 'equal' : `${formatDuration(Math.abs(ms))} ${ms > 0 ? 'ahead' : 'behind'}`

function Checked({ remote, check }: { remote: string; check: Check }) {
  if (!check.isReachable) {
    return (
      <Notice isUrgent tone="bad" icon={IconPlugConnectedX} title={check.message}>
        {check.fix !== null && <Text size="sm">{check.fix}</Text>}
        <Button mt="xs" variant="default" onClick={() => checks.refresh(remote)}>
          Try again
        </Button>
      </Notice>
    )
  }
  const isCurrent = check.schemaVersion === check.expectedSchemaVersion
  return (
    <Section title="Connection" hint={check.message}>
      <Group gap="md">
        <Figure
          label="Server"
          value={check.serverVersion ?? '–'}
          explanation="Version of the Postgres server."
        />
        <Figure
          label="Schema"
          value={check.schemaVersion === null ? 'none' : `v${check.schemaVersion}`}
          tone={isCurrent ? 'plain' : 'bad'}
          explanation={`Version of the schema “galley” in this database; this Galley expects v${check.expectedSchemaVersion}.`}
        />
        <Figure
          label="Role"
          value={check.role ?? '–'}
          explanation="The Postgres role of this connection: what it may do is granted there."
        />
        <Figure
          label="Round trip"
          value={formatDuration(check.latencyMs)}
          explanation="Time of one question and its answer, just now."
        />
        <Figure
          label="Clock"
          value={check.clockSkewMs === null ? '–' : formatSkew(check.clockSkewMs)}
          tone={Math.abs(check.clockSkewMs ?? 0) > 1000 ? 'bad' : 'plain'}
          explanation="How far the server's clock is from this machine's. Schedules go by the server's."
        />
      </Group>
      {!isCurrent && <Migrate remote={remote} />}
    </Section>
  )
}

function Migrate({ remote }: { remote: string }) {
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const migrate = async () => {
    setBusy(true)
    try {
      const { to } = await rpc.remote.migrate({ remote })
      tell(`The schema of ${remote} is at v${to}.`)
      checks.refresh(remote)
      refreshRemotes()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button mt="sm" loading={isBusy} onClick={migrate}>
        Bring the schema up to date
      </Button>
      {error !== null && <ErrorNotice error={error} />}
    </>
  )
}
