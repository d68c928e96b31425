import { IconGauge, IconPlayerPlay } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import { formatCount } from '../../ui/format.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { refreshGates } from './gates/gates.ts'
import { followRunning, refreshRun } from './progress.ts'
import { RunList } from './RunList.tsx'
import { trends } from './trend/trends.ts'
import { runTitle, statusWords } from './words.ts'

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
  find: async (query) => {
    const words = query.toLowerCase()
    const { items } = await rpc.run.list({ limit: 200 })
    return items
      .map((run) => ({
        id: run.id,
        title: runTitle(run),
        detail: `${statusWords[run.status]}, ${formatCount(run.doneCells)} of ${formatCount(run.totalCells)} results`,
        href: formatRoute(['runs', run.id]),
      }))
      .filter((one) => one.title.toLowerCase().includes(words))
  },
  onConnected: () => void followRunning(),
  onChange: ({ noun, id }) => {
    if (noun === 'gate' || noun === 'run') refreshGates()
    if (noun !== 'run') return
    refreshRun(id)
    trends.refresh()
    void followRunning()
  },
}
