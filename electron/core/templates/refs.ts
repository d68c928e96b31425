import type { TemplateId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Version } from '#shared/contract/template.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Reader } from '../db/handles.ts'
import { findTemplate, listNames, type SummaryRow } from './store.ts'
import { findVersion, latestNumber } from './versions.ts'

/** The template of that id or name; throws `not_found` with the nearest name. */
export function requireTemplate(reader: Reader, ref: string): SummaryRow {
  const found = findTemplate(reader, ref)
  if (found !== undefined) return found
  const suggestion = nearestName(ref, listNames(reader))
  throw new GalleyError('not_found', `There is no template "${ref}".`, {
    fix: suggestion === null ? 'See the list of templates.' : `Did you mean "${suggestion}"?`,
    where: { template: ref },
    ...(suggestion === null ? {} : { suggestion }),
  })
}

/** That version of the template; throws `not_found` which says which ones there are. */
export function requireVersion(
  reader: Reader,
  template: Pick<SummaryRow, 'id' | 'name'>,
  number: number,
): Version {
  const id = template.id as TemplateId
  const found = findVersion(reader, id, number)
  if (found !== undefined) return found
  const latest = latestNumber(reader, id)
  throw new GalleyError('not_found', `Template "${template.name}" has no version ${number}.`, {
    fix:
      latest === null
        ? 'It has no version yet: save its draft as a version first.'
        : `Its newest version is ${latest}.`,
    where: { template: template.name },
  })
}

/** Names are unique in the archive, too: un-archiving must never fail. */
export function nameTaken(name: string): GalleyError {
  return new GalleyError('already_exists', `There is a template "${name}" already.`, {
    fix: 'Choose another name; an archived template keeps its name, too.',
    where: { template: name, field: 'name' },
  })
}
