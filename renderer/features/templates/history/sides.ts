import type { Recovery, Template, VersionSummary } from '#shared/contract/template.ts'
import { formatInstant } from '../../../ui/format.ts'

type Labels = Template['labels']

/**
 * `draft`, the number of a version, a label as `remote/label`: what is live there now, or
 * `set-aside:ID`: a draft that was replaced.
 */
export type Side = string

const setAsidePrefix = 'set-aside:'

export const sideOfCopy = (id: string): Side => `${setAsidePrefix}${id}`

/** The id of the draft set aside that a side stands for; null for any other side. */
export const copyOfSide = (side: Side): string | null =>
  side.startsWith(setAsidePrefix) ? side.slice(setAsidePrefix.length) : null

const keyOf = ({ remote, label }: Labels[number]) => `${remote}/${label}`

const labelOf = (side: Side, labels: Labels) => labels.find((one) => keyOf(one) === side)

/** The version that a side stands for; null for the draft and for a label that is gone. */
export function versionOfSide(side: Side, labels: Labels): number | null {
  if (side === 'draft') return null
  return labelOf(side, labels)?.version ?? (/^\d+$/.test(side) ? Number(side) : null)
}

export function nameOfSide(side: Side, labels: Labels): string {
  if (side === 'draft') return 'the draft'
  if (copyOfSide(side) !== null) return 'the draft set aside'
  const live = labelOf(side, labels)
  return live === undefined ? `v${side}` : `${live.label} in ${live.remote} (v${live.version})`
}

/** When each draft was set aside, by its id; those of one minute are numbered, so that no two are called the same. */
export function timesOf(copies: readonly Recovery[]): ReadonlyMap<string, string> {
  const byMinute = Map.groupBy(copies, ({ createdAt }) => formatInstant(createdAt))
  return new Map(
    [...byMinute].flatMap(([minute, those]) =>
      those.map(({ id }, place) => {
        const isOnly = those.length === 1
        // The newest comes first in the list, and is the last one of its minute.
        return [id, isOnly ? minute : `${minute} (${those.length - place} of ${those.length})`]
      }),
    ),
  )
}

/** What can be compared, in groups for a choice. */
export function sidesOf(
  versions: readonly VersionSummary[],
  labels: Labels,
  copies: readonly Recovery[],
) {
  const times = timesOf(copies)
  const live = labels.map((one) => ({ value: keyOf(one), label: nameOfSide(keyOf(one), labels) }))
  return [
    { group: 'Being written', items: [{ value: 'draft', label: 'Draft' }] },
    ...(live.length === 0 ? [] : [{ group: 'Live', items: live }]),
    {
      group: 'Versions',
      items: versions.map(({ number }) => ({ value: String(number), label: `v${number}` })),
    },
    {
      group: 'Set aside',
      items: copies.map(({ id }) => ({
        value: sideOfCopy(id),
        label: `Draft of ${times.get(id)}`,
      })),
    },
  ]
}
