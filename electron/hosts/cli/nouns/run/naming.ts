import { type RunId, runIdSchema } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Rpc } from '../../session.ts'
import { when } from '../../table.ts'

/** As git does: fewer characters than this are more likely a slip than a name. */
const shortest = 4
const shown = 5

/**
 * The run that `text` names: its id, or a beginning of it that no other run has. Throws `not_found`, and
 * `invalid_input` with the runs that it may mean.
 */
export async function findRun(rpc: Rpc, text: string): Promise<RunId> {
  const whole = runIdSchema.safeParse(text)
  if (whole.success) return whole.data
  if (text.length < shortest || !/^[0-9a-f-]{1,36}$/i.test(text)) throw notAnId(text)
  const { items } = await rpc.run.list({ idPrefix: text, limit: shown + 1 })
  const [only, other] = items
  if (only === undefined) {
    throw new GalleyError('not_found', `There is no run whose id begins with "${text}".`, { fix })
  }
  if (other === undefined) return only.id
  const lines = items
    .slice(0, shown)
    .map((run) => `  ${run.id}  ${run.datasetName}@${run.datasetVersion}  ${when(run.createdAt)}`)
  const candidates = items.length > shown ? [...lines, '  …'] : lines
  throw new GalleyError('invalid_input', `The ids of several runs begin with "${text}".`, {
    fix: `Type more of the one you mean:\n${candidates.join('\n')}`,
  })
}

const fix = 'List the runs with: galley run list'

const notAnId = (text: string) =>
  new GalleyError('invalid_input', `"${text}" is not the id of a run, nor the beginning of one.`, {
    fix,
  })
