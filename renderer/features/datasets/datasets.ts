import { IconFileImport, IconTable } from '@tabler/icons-react'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { DatasetList } from './DatasetList.tsx'
import { findCases, findDatasets } from './find.ts'
import { caseResults, refreshDatasets } from './store.ts'

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
  find: findDatasets,
  findFar: findCases,
  farTitle: 'Cases',
  onChange: ({ noun }) => {
    if (noun === 'run') caseResults.refresh()
    if (noun !== 'dataset' && noun !== 'workspace') return
    refreshDatasets()
  },
}
