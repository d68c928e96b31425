import { Badge, Button, SegmentedControl } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import type { Remote } from '#shared/contract/remote.ts'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { Audit } from './Audit.tsx'
import { ConnectionCheck } from './ConnectionCheck.tsx'
import { Executions } from './Executions.tsx'
import { Published } from './Published.tsx'
import { RemoteMenu } from './RemoteMenu.tsx'

const parts = ['versions', 'audit', 'executions'] as const

/** One shared store: how it stands, what is published, who did what, what production did. */
export function RemotePage({ remote, route }: { remote: Remote; route: Route }) {
  const part = parts.find((one) => one === route.path[2]) ?? 'versions'
  return (
    <Page
      header={
        <PageHeader
          title={remote.name}
          facts={<Badge>{remote.kind === 'trial' ? 'Trial' : 'Postgres'}</Badge>}
          actions={
            <>
              <SegmentedControl
                aria-label="Part of the store"
                value={part}
                onChange={(next) => navigate(formatRoute(['publishing', remote.name, next]))}
                data={[
                  { value: 'versions', label: 'Published' },
                  { value: 'executions', label: 'Executions' },
                  { value: 'audit', label: 'Audit trail' },
                ]}
              />
              <Button
                component="a"
                href={formatRoute(['publishing', 'publish'], { remote: remote.name })}
                leftSection={<IconUpload size={14} aria-hidden />}
              >
                Publish…
              </Button>
              <RemoteMenu remote={remote} />
            </>
          }
        />
      }
    >
      <ConnectionCheck remote={remote.name} />
      {part === 'versions' && <Published remote={remote.name} />}
      {part === 'audit' && <Audit remote={remote.name} />}
      {part === 'executions' && <Executions remote={remote.name} />}
    </Page>
  )
}
