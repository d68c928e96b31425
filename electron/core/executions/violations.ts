import type pg from 'pg'
import type { z } from 'zod'
import type { violationGroupSchema } from '#shared/contract/execution.ts'

/** Groups that are shown; the rest is rare by definition. */
const mostGroups = 100

interface GroupRow {
  guardrail: string | null
  type: string | null
  template_name: string | null
  n: string
  users: string
  last_at: Date
}

/** What guardrails caught since `hours` ago, from the partial index of violations. */
export async function listViolations(
  client: Pick<pg.ClientBase, 'query'>,
  hours: number,
  templateName: string | null,
): Promise<z.infer<typeof violationGroupSchema>[]> {
  const { rows } = await client.query<GroupRow>(
    `select v.violation ->> 'guardrail_name' as guardrail,
       coalesce(v.violation ->> 'guardrail_type', v.violation ->> 'type') as type, e.template_name,
       count(*) as n, count(distinct e.user_id) as users, max(e.executed_at) as last_at
     from galley.prompt_executions e cross join lateral jsonb_array_elements(e.guardrail_violations) as v (violation)
     where e.guardrail_violations <> '[]' and e.executed_at > now() - make_interval(hours => $1)
       and ($2::text is null or e.template_name = $2)
     group by 1, 2, 3 order by n desc, last_at desc limit ${mostGroups}`,
    [hours, templateName],
  )
  return rows.map(({ guardrail, type, template_name, n, users, last_at }) => ({
    guardrail: guardrail ?? '',
    type,
    templateName: template_name,
    count: Number(n),
    users: Number(users),
    lastAt: last_at.toISOString(),
  }))
}
