import { Button } from '@mantine/core'
import { IconDatabase, IconWorldUpload } from '@tabler/icons-react'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { isNone } from '../../ui/resource.ts'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, type Route } from '../../ui/shell/route.ts'
import { openAddRemote } from './AddRemote.tsx'
import { Outbox } from './outbox/Outbox.tsx'
import { PublishPage } from './publish/PublishPage.tsx'
import { RemotePage } from './remote/RemotePage.tsx'
import { remotes } from './store.ts'

/** `#/publishing`, `…/publish`, `…/outbox`, `…/REMOTE`, `…/REMOTE/promotions`, `…/REMOTE/audit`. */
export function PublishingPage({ route }: { route: Route }) {
  const name = route.path[1]
  const resource = remotes.use('all')
  if (name === 'publish') return <PublishPage route={route} />
  if (name === 'outbox') return <OutboxPage />
  if (name === undefined) {
    return (
      <Empty
        icon={IconWorldUpload}
        title={isNone(resource) ? 'No shared store yet' : 'Choose a shared store'}
        actions={<Button onClick={openAddRemote}>Add a shared store</Button>}
      >
        Production services read published versions from a shared store.
      </Empty>
    )
  }
  return (
    <State resource={resource}>
      {(items) => {
        const remote = items.find((item) => item.name === name)
        if (remote !== undefined) return <RemotePage key={name} remote={remote} route={route} />
        return (
          <Empty
            icon={IconDatabase}
            title="This workspace knows no such store"
            actions={
              <LinkButton variant="default" href={formatRoute(['publishing'])}>
                Shared stores
              </LinkButton>
            }
          >
            It may have been removed. Choose one from the list.
          </Empty>
        )
      }}
    </State>
  )
}

function OutboxPage() {
  return (
    <Page header={<PageHeader title="Outbox" />}>
      <Outbox />
    </Page>
  )
}
