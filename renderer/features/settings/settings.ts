import { IconSettings } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { providers } from './ProviderSettings.tsx'
import { backUpNow, SettingsPage } from './SettingsPage.tsx'

/** Looks, place of the data, backup. */
export const settings: Feature = {
  id: 'settings',
  title: 'Settings',
  icon: IconSettings,
  Page: SettingsPage,
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
  },
}
