import type { Template, VersionSummary } from '#shared/contract/template.ts'

type Labels = Template['labels']

/** `draft`, the number of a version, or a label as `remote/label`: what is live there now. */
export type Side = string

const keyOf = ({ remote, label }: Labels[number]) => `${remote}/${label}`

const labelOf = (side: Side, labels: Labels) => labels.find((one) => keyOf(one) === side)

/** The version that a side stands for; null for the draft and for a label that is gone. */
export function versionOfSide(side: Side, labels: Labels): number | null {
  if (side === 'draft') return null
  return labelOf(side, labels)?.version ?? (/^\d+$/.test(side) ? Number(side) : null)
}

export function nameOfSide(side: Side, labels: Labels): string {
  if (side === 'draft') return 'the draft'
  const live = labelOf(side, labels)
  return live === undefined ? `v${side}` : `${live.label} in ${live.remote} (v${live.version})`
}

/** What can be compared, in groups for a choice. */
export function sidesOf(versions: readonly VersionSummary[], labels: Labels) {
  const live = labels.map((one) => ({ value: keyOf(one), label: nameOfSide(keyOf(one), labels) }))
  return [
    { group: 'Being written', items: [{ value: 'draft', label: 'Draft' }] },
    ...(live.length === 0 ? [] : [{ group: 'Live', items: live }]),
    {
      group: 'Versions',
      items: versions.map(({ number }) => ({ value: String(number), label: `v${number}` })),
    },
  ]
}
