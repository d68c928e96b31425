import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { TemplateState, TemplateSummary } from '#shared/contract/template.ts'
import type { Reader } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import { templates } from '../db/tables/templates.ts'
import { matchExpression } from './search.ts'
import { stateOf, summaryColumns, toSummary } from './store.ts'

/** What a list is narrowed to; all that is given must hold. */
export interface TemplateFilter {
  query?: string | undefined
  category?: string | undefined
  tag?: string | undefined
  state?: TemplateState | undefined
  /** Only templates of these names. */
  names?: readonly string[] | undefined
  isArchived: boolean
  cursor?: string | undefined
  limit: number
}

/** `total` counts all pages together. */
export type TemplatePage = Page<TemplateSummary> & { total: number }

/**
 * A page of the templates that match. With words to search for, the best match comes first, otherwise
 * the list goes by name, which stays still while drafts are being saved.
 */
export function listTemplates(reader: Reader, filter: TemplateFilter): TemplatePage {
  const query = filter.query?.trim() ?? ''
  if (query === '') return pageByName(reader, filter)
  const match = matchExpression(query)
  // Nothing but punctuation: no index knows it, and "everything" would be the wrong answer.
  if (match === null) return { items: [], nextCursor: null, total: 0 }
  return pageByRank(reader, filter, match)
}

function conditions(filter: TemplateFilter): SQL | undefined {
  const { category, tag, state, names, isArchived } = filter
  return and(
    isArchived ? isNotNull(templates.archivedAt) : isNull(templates.archivedAt),
    category === undefined ? undefined : eq(templates.category, category),
    tag === undefined
      ? undefined
      : sql`${templates.id} IN (SELECT template_id FROM template_tags WHERE tag = ${tag})`,
    state === undefined ? undefined : eq(stateOf, state),
    // As one value: a list of thousands would be too many parameters.
    names === undefined
      ? undefined
      : sql`${templates.name} IN (SELECT value FROM json_each(${JSON.stringify(names)}))`,
  )
}

const countOf = { count: sql<number>`count(*)` }

function pageByName(reader: Reader, filter: TemplateFilter): TemplatePage {
  const after = decodeCursor(filter.cursor, ['string', 'string'])
  const where = conditions(filter)
  const name = sql`${templates.name} COLLATE NOCASE`
  const rows = reader.query
    .select(summaryColumns)
    .from(templates)
    .where(
      and(
        where,
        after === null ? undefined : sql`(${name}, ${templates.id}) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(name, templates.id)
    .limit(filter.limit + 1)
    .all()
  const total = reader.query.select(countOf).from(templates).where(where).get()?.count ?? 0
  return { ...pageFrom(rows, filter.limit, (row) => [row.name, row.id], toSummary), total }
}

function pageByRank(reader: Reader, filter: TemplateFilter, match: string): TemplatePage {
  const after = decodeCursor(filter.cursor, ['number', 'number'])
  const where = conditions(filter)
  // A hit in the name counts most, then tags, category, description, body. bm25 is lower for better.
  const hits = sql`(SELECT rowid AS seq, bm25(template_search, 10.0, 5.0, 3.0, 2.0, 1.0) AS score
    FROM template_search WHERE template_search MATCH ${match}) AS hits`
  const joined = sql`hits.seq = ${templates.seq}`
  const rows = reader.query
    .select({ ...summaryColumns, score: sql<number>`hits.score` })
    .from(templates)
    .innerJoin(hits, joined)
    .where(
      and(
        where,
        after === null ? undefined : sql`(hits.score, hits.seq) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(sql`hits.score`, sql`hits.seq`)
    .limit(filter.limit + 1)
    .all()
  const total =
    reader.query.select(countOf).from(templates).innerJoin(hits, joined).where(where).get()
      ?.count ?? 0
  return { ...pageFrom(rows, filter.limit, (row) => [row.score, row.seq], toSummary), total }
}
