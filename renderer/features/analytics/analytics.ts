import { IconChartHistogram } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { findExecutions, findStores } from './find.ts'
import { StoreList } from './StoreList.tsx'
import { refreshStores } from './store.ts'

/** What production did with what was published. */
export const analytics: Feature = {
  id: 'analytics',
  title: 'Analytics',
  icon: IconChartHistogram,
  List: StoreList,
  Page: later(async () => (await import('./AnalyticsPage.tsx')).AnalyticsPage),
  tabTitle: (route) => (route.path[1] === undefined ? 'Analytics' : `Analytics: ${route.path[1]}`),
  commands: [
    {
      id: 'analytics.open',
      title: 'Analytics of production',
      group: 'Analytics',
      icon: IconChartHistogram,
      keywords: 'executions errors latency cost tokens violations',
      run: () => navigate(formatRoute(['analytics'])),
    },
  ],
  find: findStores,
  findFar: findExecutions,
  farTitle: 'Executions',
  onChange: ({ noun }) => {
    if (noun === 'remote') refreshStores()
  },
}
