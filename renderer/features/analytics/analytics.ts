import { IconChartHistogram } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
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
  find: async (query) => {
    const { items } = await rpc.remote.list()
    return items
      .map(({ id, name }) => ({
        id: `analytics ${id}`,
        title: `Analytics: ${name}`,
        detail: 'What production did: executions, errors, times, cost',
        href: formatRoute(['analytics', name]),
      }))
      .filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
  },
  onChange: ({ noun }) => {
    if (noun === 'remote') refreshStores()
  },
}
