import { IconGauge, IconPlayerPlay } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { findRuns } from './find.ts'
import { refreshGates } from './gates/gates.ts'
import { refreshNames } from './names.ts'
import { followRunning, refreshRun } from './progress.ts'
import { RunList } from './RunList.tsx'
import { lacking } from './setup/lacking.ts'
import { choices } from './setup/setup-store.ts'
import { trends } from './trend/trends.ts'

const setUp = formatRoute(['runs', 'new'])

const ownPages: Readonly<Record<string, string>> = {
  new: 'New run',
  trend: 'Trend',
  gates: 'Gates',
}

/** Runs: set up, progress, results, comparison, simulation. */
export const runs: Feature = {
  id: 'runs',
  title: 'Runs',
  icon: IconPlayerPlay,
  List: RunList,
  Page: later(async () => (await import('./RunPage.tsx')).RunPage),
  tabTitle: ({ path: [, id = ''] }) => ownPages[id] ?? 'Run',
  commands: [
    {
      id: 'run.create',
      title: 'New run',
      group: 'Runs',
      icon: IconPlayerPlay,
      keywords: 'evaluate test dataset compare',
      run: () => navigate(setUp),
    },
    {
      id: 'run.gates',
      title: 'All gates',
      group: 'Runs',
      icon: IconGauge,
      keywords: 'thresholds labels verdicts baseline',
      run: () => navigate(formatRoute(['runs', 'gates'])),
    },
  ],
  find: findRuns,
  onConnected: () => void followRunning(),
  onChange: ({ noun, id }) => {
    if (noun === 'gate' || noun === 'run') refreshGates()
    if (noun === 'dataset' || noun === 'template') {
      refreshNames(noun)
      lacking.refresh()
      choices.refresh()
    }
    if (noun !== 'run') return
    refreshRun(id)
    trends.refresh()
    void followRunning()
  },
}
