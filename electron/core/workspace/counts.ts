import type { Workspace } from '#shared/contract/workspace.ts'
import type { Reader } from '../db/handles.ts'

type Counts = Workspace['counts']

/** One row with every count; cases are those of the newest version of each dataset. */
const countEverything = `
  SELECT
    (SELECT count(*) FROM templates) AS templates,
    (SELECT count(*) FROM versions) AS versions,
    (SELECT count(*) FROM datasets) AS datasets,
    (SELECT coalesce(sum(case_count), 0) FROM dataset_versions AS newest
      WHERE number = (SELECT max(number) FROM dataset_versions
        WHERE dataset_id = newest.dataset_id)) AS cases,
    (SELECT count(*) FROM runs) AS runs,
    (SELECT count(*) FROM run_results) AS results,
    (SELECT count(*) FROM remotes) AS remotes`

/** How much of everything the workspace holds, as of one moment. */
export function countRows(reader: Reader): Counts {
  const counts = reader.prepare<Counts>(countEverything).get()
  if (counts === undefined) throw new Error('A SELECT without FROM gave no row.')
  return counts
}
