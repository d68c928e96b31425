import { GalleyError } from '#shared/contract/errors.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Input } from '../inputs.ts'
import type { TemplateLookup } from './ports.ts'

type ColumnInput = Input<'run', 'start'>['columns'][number]

/** The columns of a new run, keyed `c1`, `c2`, …; throws for an unknown version and for a repeat. */
export function makeColumns(
  inputs: readonly ColumnInput[],
  templates: TemplateLookup,
): RunColumn[] {
  const seen = new Set<string>()
  return inputs.map(({ template: ref, version: number, model }, index) => {
    const template = templates.get({ template: ref })
    const version = templates.getVersion({ template: ref, version: number })
    const what = `${template.name}@${number} with ${model}`
    if (seen.has(what)) {
      throw new GalleyError('invalid_input', `The column ${what} is there twice.`, {
        fix: 'Give every column once.',
        where: { field: `columns.${index}` },
      })
    }
    seen.add(what)
    return {
      key: `c${index + 1}`,
      templateId: template.id,
      templateName: template.name,
      versionId: version.id,
      version: number,
      model,
    }
  })
}

/** The names under which people may refer to a column, beside its key, where they are unique. */
const namesOf = ({ templateName, version, model }: RunColumn) => [
  model,
  model.replace(/^recorded:/, ''),
  `${templateName}@${version}`,
  `v${version}`,
]

/**
 * The column that a key (`c2`), a model (`recorded:gpt`, `gpt`) or a version (`name@3`, `v3`) means.
 * @throws GalleyError `not_found` where none or several are meant.
 */
export function findColumn<Column extends RunColumn>(
  columns: readonly Column[],
  ref: string,
  field: string,
): Column {
  const byKey = columns.find(({ key }) => key === ref)
  if (byKey) return byKey
  const named = columns.filter((column) => namesOf(column).includes(ref))
  if (named[0] && named.length === 1) return named[0]
  const keys = columns.map(({ key, templateName, version, model }) => {
    return `${key} (${templateName}@${version}, ${model})`
  })
  const suggestion = nearestName(
    ref,
    columns.flatMap((column) => [column.key, ...namesOf(column)]),
  )
  const what = named.length > 1 ? 'Several columns of the run are' : 'The run has no column'
  throw new GalleyError('not_found', `${what} "${ref}".`, {
    fix: `Its columns: ${keys.join(', ')}.`,
    where: { field },
    ...(suggestion === null || named.length > 1 ? {} : { suggestion }),
  })
}
