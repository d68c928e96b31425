import type pg from 'pg'
import type { z } from 'zod'
import type { Execution, performanceSchema } from '#shared/contract/execution.ts'

export type Performance = z.infer<typeof performanceSchema>

type Queryable = Pick<pg.ClientBase, 'query'>

export interface ExecutionRow {
  id: string
  template_name: string | null
  template_version: number | null
  ab_test_group: string | null
  user_id: string | null
  request_id: string | null
  environment: string | null
  status: string
  response_time_ms: string | null
  token_count: number | null
  cost_usd: string | null
  input_variables: unknown
  rendered_prompt: string | null
  error_message: string | null
  guardrail_action: string | null
  guardrail_violations: unknown[]
  model: string | null
  session_id: string | null
  response_text: string | null
  executed_at: Date
  /** With microseconds, which a JavaScript date would cut off: paging needs the whole key. */
  exact_at: string
}

/** Conditions in the words of the partial indexes, which then answer them. */
const shown = {
  all: null,
  failed: 'not success',
  violations: "guardrail_violations <> '[]'",
}

const columns = {
  templateName: 'template_name',
  version: 'template_version',
  arm: 'ab_test_group',
  model: 'model',
  userId: 'user_id',
  requestId: 'request_id',
} as const

/** What narrows a list of executions down; absent: anything. */
type Wanted = {
  readonly [Filter in keyof typeof columns]?: string | number | undefined
} & {
  readonly show: keyof typeof shown
  readonly idPrefix?: string | undefined
  readonly before: { at: string; id: string } | null
  readonly limit: number
}

/** Of one beginning so many are looked at: who gives few characters gives more. */
const mostOfPrefix = 100

/**
 * Where executions are read from: of a beginning of an id only those, by the index of ids. Apart and in
 * the order of ids, because otherwise Postgres, which cannot tell how few they are, may walk through all
 * executions by time until it meets one.
 */
function sourceOf(idPrefix: string | undefined, values: unknown[]): string {
  if (idPrefix === undefined) return 'galley.prompt_executions'
  const digits = idPrefix.replaceAll('-', '')
  const first = values.push(digits.padEnd(32, '0'), digits.padEnd(32, 'f')) - 1
  return `(select * from galley.prompt_executions where id between $${first}::uuid and $${first + 1}::uuid
     order by id desc limit ${mostOfPrefix}) as prompt_executions`
}

/** Conditions are left out where nothing is asked: so each list finds the index made for it. */
function conditionsOf(wanted: Wanted): { from: string; where: string; values: unknown[] } {
  const values: unknown[] = []
  const from = sourceOf(wanted.idPrefix, values)
  const conditions = shown[wanted.show] === null ? [] : [shown[wanted.show]]
  for (const [filter, column] of Object.entries(columns)) {
    const value = wanted[filter as keyof typeof columns]
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`)
  }
  if (wanted.before !== null) {
    const count = values.push(wanted.before.at, wanted.before.id)
    conditions.push(`(executed_at, id) < ($${count - 1}::timestamptz, $${count}::uuid)`)
  }
  return { from, where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values }
}

/** Before a given one, newest first; the primary key's own order, whatever the page. */
export async function listExecutions(client: Queryable, wanted: Wanted): Promise<ExecutionRow[]> {
  const { from, where, values } = conditionsOf(wanted)
  const { rows } = await client.query<ExecutionRow>(
    `select id, template_name, template_version, ab_test_group, user_id, request_id, environment, status,
       response_time_ms, token_count, cost_usd, input_variables, rendered_prompt, error_message, guardrail_action,
       guardrail_violations, model, session_id, response_text, executed_at, executed_at::text as exact_at
     from ${from} ${where}
     order by prompt_executions.executed_at desc, prompt_executions.id desc limit $${values.length + 1}`,
    [...values, wanted.limit],
  )
  return rows
}

/** Postgres hands numerics over as text, exactly. */
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))

export function toExecution(row: ExecutionRow): Execution {
  return {
    id: row.id,
    templateName: row.template_name ?? '',
    templateVersion: row.template_version,
    arm: row.ab_test_group,
    userId: row.user_id,
    requestId: row.request_id,
    environment: row.environment,
    status: row.status,
    responseTimeMs: numberOf(row.response_time_ms),
    tokenCount: row.token_count,
    costUsd: numberOf(row.cost_usd),
    inputVariables: row.input_variables,
    renderedPrompt: row.rendered_prompt,
    errorMessage: row.error_message,
    guardrailAction: row.guardrail_action,
    violationCount: row.guardrail_violations.length,
    violations: row.guardrail_violations,
    model: row.model,
    sessionId: row.session_id,
    responseText: row.response_text,
    executedAt: row.executed_at.toISOString(),
  }
}

interface PerformanceRow {
  name: string
  version: number
  total_executions: string
  success_rate_percentage: string | null
  avg_response_time_ms: string | null
  avg_token_count: string | null
  avg_cost_usd: string | null
}

/** Figures per version, from the statistics and not from the executions: cheap at any size. */
export async function listPerformance(client: Queryable): Promise<Performance[]> {
  const { rows } = await client.query<PerformanceRow>(
    `select name, version, total_executions, success_rate_percentage, avg_response_time_ms, avg_token_count, avg_cost_usd
     from galley.v_template_performance order by name, version desc`,
  )
  return rows.map((row) => {
    const percentage = numberOf(row.success_rate_percentage)
    return {
      templateName: row.name,
      version: row.version,
      totalExecutions: Number(row.total_executions),
      successRate: percentage === null ? null : percentage / 100,
      averageResponseTimeMs: numberOf(row.avg_response_time_ms),
      averageTokenCount: numberOf(row.avg_token_count),
      averageCostUsd: numberOf(row.avg_cost_usd),
    }
  })
}
