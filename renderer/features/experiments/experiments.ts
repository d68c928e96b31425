import { IconFlask, IconFlask2 } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { ExperimentList } from './ExperimentList.tsx'
import { experimentList, refreshExperiments } from './store.ts'
import { statusWords } from './words.ts'

/** Experiments: designed with their power in view, simulated, watched live, decided; and canaries. */
export const experiments: Feature = {
  id: 'experiments',
  title: 'Experiments',
  icon: IconFlask,
  List: ExperimentList,
  Page: later(async () => (await import('./ExperimentPage.tsx')).ExperimentPage),
  tabTitle: ({ path: [, name, , canary] }) => {
    if (name === 'canaries') return canary === undefined ? 'Canaries' : `Canary ${canary}`
    return name === 'new' ? 'New experiment' : (name ?? 'Experiments')
  },
  commands: [
    {
      id: 'experiment.create',
      title: 'New experiment',
      group: 'Experiments',
      icon: IconFlask2,
      keywords: 'a/b test ab arms power simulate',
      run: () => navigate(formatRoute(['experiments', 'new'])),
    },
    {
      id: 'canary.list',
      title: 'Canaries',
      group: 'Experiments',
      icon: IconFlask,
      keywords: 'canary blue green rollback steps',
      run: () => navigate(formatRoute(['experiments', 'canaries'])),
    },
  ],
  find: async (query) => {
    const all = experimentList.peek('all') ?? (await rpc.experiment.list({ limit: 200 })).items
    const words = query.toLowerCase()
    return all
      .filter(({ name }) => name.toLowerCase().includes(words))
      .map(({ id, name, status }) => ({
        id,
        title: name,
        detail: statusWords[status],
        href: formatRoute(['experiments', name]),
      }))
  },
  onChange: ({ noun }) => {
    if (['experiment', 'canary', 'workspace', 'remote'].includes(noun)) refreshExperiments()
  },
}
