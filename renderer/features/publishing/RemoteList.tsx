import { IconDatabase, IconPlus } from '@tabler/icons-react'
import { placeOfRemote } from '#shared/contract/remote.ts'
import { NamedList } from '../../ui/NamedList.tsx'
import { Empty } from '../../ui/State.tsx'
import type { Route } from '../../ui/shell/route.ts'
import { openAddRemote } from './AddRemote.tsx'
import { remotes } from './store.ts'

export function RemoteList({ route }: { route: Route }) {
  return (
    <NamedList
      title="Shared stores"
      action={{ label: 'Add a shared store', icon: IconPlus, onClick: openAddRemote }}
      resource={remotes.use('all')}
      empty={
        <Empty icon={IconDatabase} title="No shared store yet">
          Add a trial one: it runs on this machine and needs nothing installed.
        </Empty>
      }
      detail={placeOfRemote}
      hint={(remote) => remote.address}
      route={route}
    />
  )
}
