import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { TemplateState, TemplateSummary } from '#shared/contract/template.ts'
import type { Reader } from '../db/handles.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import { templates } from '../db/tables/templates.ts'
import { wordsIn } from './search.ts'
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
 * A page of the templates that match. With words to search for, the best match comes first and of equal
 * ones the newest; otherwise the list goes by name, which stays still while drafts are being saved.
 */
export function listTemplates(reader: Reader, filter: TemplateFilter): TemplatePage {
  const query = filter.query?.trim() ?? ''
  if (query === '') return pageByName(reader, filter)
  const words = wordsIn(query)
  // Nothing but punctuation: no index knows it, and "everything" would be the wrong answer.
  if (words.length === 0) return { items: [], nextCursor: null, total: 0 }
  return pageByRank(reader, filter, words)
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

/**
 * What to look for, best first, as FTS5 expressions: the words in the name, their beginnings in the
 * name, in what describes it, anywhere. Each finds all that the one before it does. A search answers
 * every key, and to score thousands of hits takes longer than a frame.
 */
function ranksOf(words: readonly string[]): string[] {
  const whole = words.map((word) => `"${word}"`).join(' AND ')
  const begun = words.map((word) => `"${word}"*`).join(' AND ')
  const described = `{name tags category description} : (${begun})`
  return [`name : (${whole})`, `name : (${begun})`, described, begun]
}

const matching = (expression: string) =>
  sql`(SELECT rowid AS seq FROM template_search WHERE template_search MATCH ${expression})`

/**
 * The rows to show, best rank first and in it the newest first. The hits of a rank come in that order
 * and are looked up one by one until there are enough: the ranks behind are not even begun.
 */
function bestHits(filter: TemplateFilter, ranks: readonly string[]): SQL {
  const after = decodeCursor(filter.cursor, ['number', 'number'])
  const [fromRank = 0, beforeSeq = null] = (after ?? []).map(Number)
  const wanted = filter.limit + 1
  const parts = ranks.map((expression, rank) => {
    const better = ranks[rank - 1]
    const where = and(
      sql`hits.seq = ${templates.seq}`,
      conditions(filter),
      sql`${rank} >= ${fromRank}`,
      better === undefined ? undefined : sql`hits.seq NOT IN ${matching(better)}`,
      beforeSeq === null ? undefined : sql`(${rank} > ${fromRank} OR hits.seq < ${beforeSeq})`,
    )
    return sql`SELECT * FROM (SELECT hits.seq, ${rank} AS rank FROM ${matching(expression)} AS hits
      CROSS JOIN ${templates} WHERE ${where} ORDER BY hits.seq DESC LIMIT ${wanted})`
  })
  return sql`(${sql.join(parts, sql` UNION ALL `)} LIMIT ${wanted}) AS best`
}

function pageByRank(
  reader: Reader,
  filter: TemplateFilter,
  words: readonly string[],
): TemplatePage {
  const ranks = ranksOf(words)
  const rows = reader.query
    .select({ ...summaryColumns, rank: sql<number>`best.rank` })
    .from(bestHits(filter, ranks))
    .innerJoin(templates, sql`best.seq = ${templates.seq}`)
    .orderBy(sql`best.rank, best.seq DESC`)
    .all()
  const total =
    reader.query
      .select(countOf)
      .from(sql`${matching(ranks.at(-1) ?? '')} AS hits`)
      .innerJoin(templates, sql`hits.seq = ${templates.seq}`)
      .where(conditions(filter))
      .get()?.count ?? 0
  return { ...pageFrom(rows, filter.limit, (row) => [row.rank, row.seq], toSummary), total }
}
