import type { ColumnMapping } from '#shared/contract/dataset/dataset.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'

type Target = ColumnMapping[string]

/** Recorded outputs of a file that names no model for them, as in `--model recorded:providerOutput`. */
const unnamedModel = 'providerOutput'

/** Names with two underscores as promptfoo has them, and those in which Galley writes the rest of a case. */
const targets: Readonly<Record<string, Target>> = {
  __expected: { to: 'assertion' },
  __assert: { to: 'assertion' },
  __description: { to: 'description' },
  __metric: { to: 'metric' },
  __threshold: { to: 'threshold' },
  __prefix: { to: 'prefix' },
  __suffix: { to: 'suffix' },
  __providerOutput: { to: 'recorded', model: unnamedModel },
  __reference: { to: 'expected' },
  __tags: { to: 'tags' },
  __split: { to: 'split' },
}

/**
 * What a column means by its name alone, or null for a plain input.
 * @throws GalleyError `invalid_input` for a name with two underscores that means nothing: read as an
 * input it would silently take part in no judgement.
 */
export function targetOfName(column: string, fileName: string): Target | null {
  if (!column.startsWith('__')) return null
  // Refused later, with its own reason.
  if (column === '__proto__') return null
  if (Object.hasOwn(targets, column)) return targets[column] ?? null
  if (/^__expected\d+$/.test(column)) return { to: 'assertion' }
  const [, place] = /^__config:__expected(\d*):threshold$/.exec(column) ?? []
  if (place !== undefined && place !== '0') {
    return { to: 'assertionThreshold', assertion: Number(place || '1') }
  }
  const [, kind, name] = /^__(metadata|recorded):(.+)$/s.exec(column) ?? []
  if (kind === 'recorded' && name) return { to: 'recorded', model: name }
  if (kind === 'metadata' && name) {
    const isList = name.endsWith('[]')
    return {
      to: 'metadata',
      name: isList ? name.slice(0, -2) : name,
      ...(isList ? { isList } : {}),
    }
  }
  const suggestion = nearestName(column, Object.keys(targets))
  throw new GalleyError(
    'invalid_input',
    `"${fileName}" has the special column "${column}", which Galley does not know.`,
    {
      fix:
        suggestion === null
          ? `Map it, e.g. to "ignore" or "input". Known: ${Object.keys(targets).join(', ')}, __expected1, __config:__expected1:threshold, __metadata:NAME, __recorded:MODEL.`
          : `Did you mean "${suggestion}"? Else map it to "ignore" or "input".`,
      where: { file: fileName, row: 1, field: column },
      ...(suggestion === null ? {} : { suggestion }),
    },
  )
}
