import { IconMailForward, IconUpload, IconWorldUpload } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { AddRemote, openAddRemote } from './AddRemote.tsx'
import { findPromotions, findRemotes } from './find.ts'
import { RemoteList } from './RemoteList.tsx'
import { RemoteStatus } from './RemoteStatus.tsx'
import { choices, refreshRemotes } from './store.ts'

const publishPage = formatRoute(['publishing', 'publish'])

const titles: Readonly<Record<string, string>> = { publish: 'Publish', outbox: 'Outbox' }

/** Shared stores: what is published, publishing, labels, audit. */
export const publishing: Feature = {
  id: 'publishing',
  title: 'Publishing',
  icon: IconWorldUpload,
  List: RemoteList,
  Dialogs: AddRemote,
  Status: RemoteStatus,
  Page: later(async () => (await import('./PublishingPage.tsx')).PublishingPage),
  tabTitle: (route) => titles[route.path[1] ?? ''] ?? route.path[1] ?? 'Publishing',
  commands: [
    {
      id: 'publishing.publish',
      title: 'Publish a version',
      group: 'Publishing',
      icon: IconUpload,
      keywords: 'promote label production deploy',
      run: () => navigate(publishPage),
    },
    {
      id: 'outbox.show',
      title: 'Show the outbox',
      group: 'Publishing',
      icon: IconMailForward,
      keywords: 'waiting offline retry send',
      run: () => navigate(formatRoute(['publishing', 'outbox'])),
    },
    {
      id: 'remote.add',
      title: 'Add a shared store',
      group: 'Publishing',
      icon: IconWorldUpload,
      keywords: 'postgres remote trial database',
      run: openAddRemote,
    },
  ],
  find: findRemotes,
  findFar: findPromotions,
  farTitle: 'Promotions',
  onChange: ({ noun }) => {
    if (noun === 'template') choices.refresh()
    if (['remote', 'publishing'].includes(noun)) refreshRemotes()
  },
}
