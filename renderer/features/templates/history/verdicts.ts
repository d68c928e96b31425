import { templateIdSchema } from '#shared/contract/base.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** How a version did in one run with one model. */
export interface Verdict {
  readonly run: string
  readonly datasetName: string
  readonly model: string
  /** Share of cases that passed; null before the first result. */
  readonly passRate: number | null
  readonly isGoing: boolean
  readonly createdAt: string
}

/** The latest runs of a template by its id; by version number, newest run first. */
export const verdicts = createResources(
  async (template): Promise<ReadonlyMap<number, readonly Verdict[]>> => {
    const { items } = await rpc.run.list({ template: templateIdSchema.parse(template), limit: 100 })
    const byVersion = new Map<number, Verdict[]>()
    for (const run of items) {
      for (const [version, verdict] of verdictsOf(run, template)) {
        byVersion.set(version, [...(byVersion.get(version) ?? []), verdict])
      }
    }
    return byVersion
  },
)

const verdictsOf = (run: Run, template: string): [number, Verdict][] =>
  run.columns
    .filter(({ templateId }) => templateId === template)
    .map(({ key, version, model }) => [
      version,
      {
        run: run.id,
        datasetName: run.datasetName,
        model,
        passRate: run.figures.find((figures) => figures.key === key)?.passRate ?? null,
        isGoing: run.status === 'running' || run.status === 'queued',
        createdAt: run.createdAt,
      },
    ])
