import type pg from 'pg'
import type { Findings } from '#shared/contract/analytics.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

interface Span {
  readonly from: Date
  readonly to: Date
  readonly templateName: string | null
}

/** How many rows of each list a page can use. */
const MOST = 50

/** Failures by kind; messages are cut so that ids and values at their ends do not split a kind. */
export async function listErrors(client: Queryable, span: Span): Promise<Findings['errors']> {
  const { rows } = await client.query<{
    template_name: string | null
    error_type: string | null
    message: string
    count: number
    last_at: Date
  }>(
    `select template_name, error_type, left(coalesce(error_message, ''), 120) as message,
       count(*)::int as count, max(executed_at) as last_at
     from galley.prompt_executions
     where not success and executed_at >= $1 and executed_at < $2
       and ($3::text is null or template_name = $3)
     group by 1, 2, 3 order by count desc, last_at desc limit ${MOST}`,
    [span.from, span.to, span.templateName],
  )
  return rows.map((row) => ({
    templateName: row.template_name ?? '',
    errorType: row.error_type,
    message: row.message,
    count: row.count,
    lastAt: row.last_at.toISOString(),
  }))
}

/** Violations by guardrail, in the names of the original schema or the client's; what has none is left out. */
export async function listViolations(
  client: Queryable,
  span: Span,
): Promise<Findings['guardrails']> {
  const { rows } = await client.query<Findings['guardrails'][number]>(
    `select name, action, count(*)::int as count
     from galley.prompt_executions e,
       lateral (select coalesce(v ->> 'guardrail_name', v ->> 'guardrailName') as name, v ->> 'action' as action
         from jsonb_array_elements(e.guardrail_violations) v) named
     where jsonb_array_length(e.guardrail_violations) > 0 and name is not null
       and executed_at >= $1 and executed_at < $2 and ($3::text is null or template_name = $3)
     group by 1, 2 order by count desc limit ${MOST}`,
    [span.from, span.to, span.templateName],
  )
  return rows
}
