import { Badge, Button, SegmentedControl } from '@mantine/core'
import { IconChartHistogram, IconUpload } from '@tabler/icons-react'
import type { Remote } from '#shared/contract/remote.ts'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { Outbox } from '../outbox/Outbox.tsx'
import { OnePromotion } from '../promotions/OnePromotion.tsx'
import { Promotions } from '../promotions/Promotions.tsx'
import { Audit } from './Audit.tsx'
import { ConnectionCheck } from './ConnectionCheck.tsx'
import { Published } from './Published.tsx'
import { PullButton } from './PullButton.tsx'
import { RemoteMenu } from './RemoteMenu.tsx'
import { TrialAddress } from './TrialAddress.tsx'

const parts = ['versions', 'promotions', 'audit'] as const

/** One shared store: how it stands, what is published, who did what. */
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
                  { value: 'promotions', label: 'Promotions' },
                  { value: 'audit', label: 'Audit trail' },
                ]}
              />
              <Button
                component="a"
                variant="default"
                href={formatRoute(['analytics', remote.name])}
                leftSection={<IconChartHistogram size={14} aria-hidden />}
              >
                Analytics
              </Button>
              <Button
                component="a"
                href={formatRoute(['publishing', 'publish'], { remote: remote.name })}
                leftSection={<IconUpload size={14} aria-hidden />}
              >
                Publish…
              </Button>
              <PullButton remote={remote.name} />
              <RemoteMenu remote={remote} />
            </>
          }
        />
      }
    >
      <ConnectionCheck remote={remote.name} />
      <Outbox remote={remote.name} isQuiet />
      {part === 'promotions' &&
        (route.query.promotion === undefined ? (
          <Promotions
            key={route.query.template}
            remote={remote.name}
            template={route.query.template}
          />
        ) : (
          <OnePromotion remote={remote.name} id={route.query.promotion} />
        ))}
      {part === 'versions' && <Published remote={remote.name} />}
      {part === 'versions' && remote.kind === 'trial' && <TrialAddress remote={remote.name} />}
      {part === 'audit' && <Audit remote={remote.name} />}
    </Page>
  )
}
