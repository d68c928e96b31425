import { asc, count, eq, isNull, ne } from 'drizzle-orm'
import type { Facets } from '#shared/contract/template.ts'
import type { Reader } from '../db/handles.ts'
import { templates, templateTags } from '../db/tables/templates.ts'
import { stateOf } from './store.ts'

const isShown = isNull(templates.archivedAt)

/** What the templates that are not archived can be narrowed to; labels are another noun's. */
export function countFacets(reader: Reader): Omit<Facets, 'labels'> {
  const categories = reader.query
    .select({ value: templates.category, count: count() })
    .from(templates)
    .where(isShown)
    .groupBy(templates.category)
    .having(ne(templates.category, ''))
    .orderBy(asc(templates.category))
    .all()
  const tags = reader.query
    .select({ value: templateTags.tag, count: count() })
    .from(templateTags)
    .innerJoin(templates, eq(templates.id, templateTags.templateId))
    .where(isShown)
    .groupBy(templateTags.tag)
    .orderBy(asc(templateTags.tag))
    .all()
  const states = reader.query
    .select({ value: stateOf, count: count() })
    .from(templates)
    .where(isShown)
    .groupBy(stateOf)
    .all()
  return { categories, tags, states }
}
