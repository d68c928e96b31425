import { IconSettings } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
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
  onChange: ({ noun }) => {
    if (noun === 'provider') providers.refresh('all')
    if (noun === 'workspace') {
      workspace.refresh('current')
      backups.refresh('all')
    }
  },
}
