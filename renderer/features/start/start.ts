import { IconHome, IconPackage } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { activity, workspace } from './overview.ts'
import { StartPage } from './StartPage.tsx'
import { findWorkspaces, openSample, workspaces } from './workspaces.ts'

/** Where one lands: figures of the workspace, the other workspaces and what changed lately. */
export const start: Feature = {
  id: 'start',
  title: 'Start',
  icon: IconHome,
  Page: StartPage,
  tabTitle: () => 'Start',
  commands: [
    {
      id: 'workspace.openSample',
      title: 'Open the sample workspace',
      group: 'Workspace',
      icon: IconPackage,
      keywords: 'example demo gsm8k',
      run: () => void openSample(),
    },
  ],
  find: findWorkspaces,
  onChange: () => {
    workspace.refresh('current')
    activity.refresh('latest')
    workspaces.refresh('all')
  },
}
