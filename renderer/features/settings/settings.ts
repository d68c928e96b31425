import { IconSettings } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute } from '../../ui/shell/route.ts'
import { backUpNow } from './back-up.ts'
import { providers } from './providers.ts'
import { backups, workspace } from './workspace.ts'

/** Looks, place of the data, backup. */
export const settings: Feature = {
  id: 'settings',
  title: 'Settings',
  icon: IconSettings,
  Page: later(async () => (await import('./SettingsPage.tsx')).SettingsPage),
  tabTitle: () => 'Settings',
  commands: [
    {
      id: 'workspace.backUp',
      title: 'Back up the workspace',
      group: 'Workspace',
      keywords: 'backup copy export',
      run: () => void backUpNow(),
    },
  ],
  find: async (query) => {
    const words = query.toLowerCase()
    const { items } = await rpc.provider.list()
    return items
      .filter(({ name }) => name.toLowerCase().includes(words))
      .map(({ id, name, kind }) => ({
        id,
        title: name,
        detail: `Model provider, ${kind}`,
        href: formatRoute(['settings'], { section: 'providers' }),
      }))
  },
  onChange: ({ noun }) => {
    if (noun === 'provider') providers.refresh('all')
    if (noun === 'workspace') {
      workspace.refresh('current')
      backups.refresh('all')
    }
  },
}
