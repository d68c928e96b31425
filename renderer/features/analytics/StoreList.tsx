import { IconDatabase, IconWorldUpload } from '@tabler/icons-react'
import { placeOfRemote } from '#shared/contract/remote.ts'
import { NamedList } from '../../ui/NamedList.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, type Route } from '../../ui/shell/route.ts'
import { stores } from './store.ts'

/** The shared stores that production writes its executions to. */
export function StoreList({ route }: { route: Route }) {
  return (
    <NamedList
      title="Production"
      action={{ label: 'Shared stores', icon: IconWorldUpload, href: formatRoute(['publishing']) }}
      resource={stores.use('all')}
      empty={
        <Empty icon={IconDatabase} title="No shared store yet">
          Add one under Publishing: services record there what they render.
        </Empty>
      }
      detail={placeOfRemote}
      hint={(store) => store.address}
      route={route}
    />
  )
}
