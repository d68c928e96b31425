import { IconFlask, IconFlask2 } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { ExperimentList } from './ExperimentList.tsx'
import { findExperiments } from './find.ts'
import { choices, refreshExperiments } from './store.ts'

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
  find: findExperiments,
  onChange: ({ noun }) => {
    if (noun === 'template' || noun === 'run') choices.refresh()
    if (['experiment', 'canary', 'workspace', 'remote'].includes(noun)) refreshExperiments()
  },
}
