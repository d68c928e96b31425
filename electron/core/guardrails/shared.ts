import type pg from 'pg'
import { GalleyError } from '#shared/contract/errors.ts'
import type { SharedGuardrail } from '#shared/contract/guardrail.ts'
import { type GuardrailRow, rowToGuardrails } from '#shared/domain/guardrails/engine.ts'
import { canonicalJson } from '#shared/domain/hashing/content.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'

/** A row as it stands in the store; the time is text, because a date would lose its microseconds. */
export type SharedRow = GuardrailRow & { changed_at: string }

/** What this workspace would put there. */
export interface Offer {
  row: GuardrailRow
  /** Archived ones are switched off where they stand, and not put where they do not. */
  isArchived: boolean
}

const columns = 'name, description, guardrail_type, severity, action, config, applies_to, is_active'

export async function readShared(
  client: Pick<pg.ClientBase, 'query'>,
  lock: '' | 'for update' = '',
): Promise<SharedRow[]> {
  const { rows } = await client.query<SharedRow>(
    `select id, ${columns}, updated_at::text as changed_at from galley.prompt_guardrails order by name ${lock}`,
  )
  return rows
}

/** The same whoever wrote it first: its id is the store's own affair. */
const sayingOf = ({ name, description, guardrail_type, ...rest }: GuardrailRow): string => {
  const { severity, action, config, applies_to, is_active } = rest
  const said = { name, guardrail_type, severity, action, config, applies_to, is_active }
  return canonicalJson({ ...said, description: description ?? '' })
}

/** How the offers stand beside what is there, by name; what is only there comes last. */
export function compare(offers: readonly Offer[], there: readonly SharedRow[]): SharedGuardrail[] {
  const standing = new Map(there.map((row) => [row.name, row]))
  const ours = offers.flatMap(({ row, isArchived }): SharedGuardrail[] => {
    const found = standing.get(row.name)
    standing.delete(row.name)
    if (found === undefined && isArchived) return []
    const isSame = found !== undefined && sayingOf(found) === sayingOf(row)
    return [
      {
        name: row.name,
        state: found === undefined ? 'new' : isSame ? 'same' : 'changed',
        isEnabledHere: row.is_active,
        isEnabledThere: found?.is_active ?? null,
        changedAt: found?.changed_at ?? null,
        problems: rowToGuardrails(row).problems,
      },
    ]
  })
  const theirs = [...standing.values()].map(
    (row): SharedGuardrail => ({
      name: row.name,
      state: 'only_there',
      isEnabledHere: null,
      isEnabledThere: row.is_active,
      changedAt: row.changed_at,
      problems: rowToGuardrails(row).problems,
    }),
  )
  return [...ours, ...theirs]
}

export interface PublishRequest {
  offers: readonly Offer[]
  names?: readonly string[] | undefined
  expected?: Readonly<Record<string, string | null>> | undefined
}

/** All or none, in one transaction. Answers how everything stands afterwards. */
export async function publishShared(
  client: Pick<pg.ClientBase, 'query'>,
  request: PublishRequest,
): Promise<SharedGuardrail[]> {
  await client.query('begin')
  try {
    const before = compare(request.offers, await readShared(client, 'for update'))
    const wanted = request.names ?? before.map(({ name }) => name)
    for (const name of wanted) refuse(name, request, before)
    const isDue = ({ name, state }: SharedGuardrail): boolean =>
      (state === 'new' || state === 'changed') && wanted.includes(name)
    const due = new Set(before.filter(isDue).map(({ name }) => name))
    const rows = request.offers.map(({ row }) => row).filter(({ name }) => due.has(name))
    await client.query(upsert, [JSON.stringify(rows)])
    const after = compare(request.offers, await readShared(client))
    await client.query('commit')
    return after
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

const upsert = `insert into galley.prompt_guardrails (id, ${columns})
  select id, ${columns} from jsonb_populate_recordset(null::galley.prompt_guardrails, $1)
  on conflict (name) do update set
    description = excluded.description, guardrail_type = excluded.guardrail_type,
    severity = excluded.severity, action = excluded.action, config = excluded.config,
    applies_to = excluded.applies_to, is_active = excluded.is_active, updated_at = clock_timestamp()`

/** Throws for a name that is not here, and for one that changed there since it was looked at. */
function refuse(name: string, request: PublishRequest, before: readonly SharedGuardrail[]): void {
  const { offers, expected } = request
  if (!offers.some(({ row }) => row.name === name)) {
    if (request.names === undefined) return
    const suggestion = nearestName(
      name,
      offers.map(({ row }) => row.name),
    )
    throw new GalleyError('not_found', `There is no guardrail "${name}" in this workspace.`, {
      where: { field: 'names' },
      fix: suggestion === null ? 'See the list of guardrails.' : `Did you mean "${suggestion}"?`,
      ...(suggestion === null ? {} : { suggestion }),
    })
  }
  const seen = expected?.[name]
  const now = before.find((one) => one.name === name)?.changedAt ?? null
  if (seen === undefined || seen === now) return
  throw new GalleyError('conflict', `The guardrail "${name}" was changed in the shared store.`, {
    where: { field: name },
    fix: 'Compare again, then publish what you still want to change. Nothing was changed there.',
    details: { name, expected: seen, current: now },
  })
}
