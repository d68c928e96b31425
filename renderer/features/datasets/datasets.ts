import { IconFileImport, IconTable } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import { formatCounted } from '../../ui/format.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { DatasetList } from './DatasetList.tsx'
import { datasetList, refreshDatasets } from './store.ts'

const importPage = formatRoute(['datasets', 'import'])

/** Datasets: list, import, cases. */
export const datasets: Feature = {
  id: 'datasets',
  title: 'Datasets',
  icon: IconTable,
  List: DatasetList,
  Page: later(async () => (await import('./DatasetPage.tsx')).DatasetPage),
  tabTitle: (route) => (route.path[1] === 'import' ? 'Import a dataset' : 'Dataset'),
  commands: [
    {
      id: 'dataset.import',
      title: 'Import a dataset',
      group: 'Datasets',
      icon: IconFileImport,
      keywords: 'csv tsv json jsonl yaml xlsx excel file',
      run: () => navigate(importPage),
    },
  ],
  find: async (query) => {
    const all = datasetList.peek('all') ?? (await rpc.dataset.list()).items
    const words = query.toLowerCase()
    return all
      .filter((dataset) => dataset.name.toLowerCase().includes(words))
      .map((dataset) => ({
        id: dataset.id,
        title: dataset.name,
        detail: `${formatCounted(dataset.caseCount, 'case')}`,
        href: formatRoute(['datasets', dataset.id]),
      }))
  },
  onChange: ({ noun }) => {
    if (noun !== 'dataset' && noun !== 'workspace') return
    refreshDatasets()
  },
}
