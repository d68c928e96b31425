import { rubric } from '#shared/domain/assertions/judged/rubric.ts'
import { leafAssertionSchema } from '#shared/domain/assertions/schema.ts'
import type { Model } from '../../models/model.ts'
import type { Queryable } from './live-store.ts'
import { scopeValues, UNITS, type UnitScope } from './units.ts'

/** A recorded response that a judge has not seen yet. */
interface Response {
  readonly execution_id: string
  readonly arm: string
  readonly rendered_prompt: string | null
  readonly response_text: string
}

/** Scores by execution, and what they cost; null where no price is known. */
export interface Judged {
  readonly scores: { executionId: string; arm: string; score: number }[]
  readonly failed: number
  readonly costUsd: number | null
}

/**
 * A sample of equally many units per arm, one response each, chosen by the hash of the unit: who is judged has
 * nothing to do with what the response was. $7: outcome, $8: units per arm.
 */
const SAMPLE = `with ${UNITS}, answered as (
  select distinct on (u.arm, u.unit) u.arm, u.unit, e.id as execution_id, e.rendered_prompt, e.response_text
  from units u join galley.prompt_executions e on e.user_id = u.unit and e.template_name = $3 and e.ab_test_group = u.arm
    and e.executed_at >= $4 and e.executed_at < $5 and e.response_text <> ''
  order by u.arm, u.unit, e.executed_at
), ranked as (
  select a.*, row_number() over (partition by a.arm order by md5(a.unit)) as place from answered a
)
select r.* from ranked r where r.place <= $8
  and not exists (select from galley.execution_outcomes o where o.execution_id = r.execution_id and o.metric = $7)`

export async function sampleResponses(
  client: Queryable,
  scope: UnitScope,
  outcome: string,
  perArm: number,
): Promise<Response[]> {
  const { rows } = await client.query<Response>(SAMPLE, [...scopeValues(scope), outcome, perArm])
  return rows
}

/** Asks the model about every response, as many at once as it takes. A failure costs its response only. */
export async function judgeResponses(
  model: Model,
  criteria: string,
  responses: readonly Response[],
  signal: AbortSignal,
): Promise<Judged> {
  const judge = openJudge(model, criteria, signal)
  const scores: Judged['scores'] = []
  const waiting = [...responses]
  let failed = 0
  let costUsd: number | null = model.isPriced ? 0 : null
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal.throwIfAborted()
      const found = await judge(next).catch(() => null)
      if (found === null) {
        failed += 1
        continue
      }
      scores.push({ executionId: next.execution_id, arm: next.arm, score: found.score })
      costUsd = costUsd === null || found.cost === null ? null : costUsd + found.cost
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, model.concurrency) }, work))
  return { scores, failed, costUsd }
}

/** The judge of dataset runs, on responses of production: scores mean the same on both sides. */
function openJudge(model: Model, criteria: string, signal: AbortSignal) {
  const assertion = leafAssertionSchema.parse({ type: 'llm-rubric', value: criteria })
  if (assertion.type !== 'llm-rubric') throw new Error('A rubric is read as a rubric.')
  const evaluate = rubric(assertion, {
    async ask({ system, user }) {
      const messages = [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: user },
      ]
      const prompt = { kind: 'messages' as const, messages }
      const request = { prompt, settings: { temperature: 0 }, recordedOutputs: {}, signal }
      const { output, cost } = await model.complete(request)
      return { text: output, cost }
    },
  })
  return async ({ response_text, rendered_prompt }: Response) => {
    const finding = await evaluate({
      output: response_text,
      expected: null,
      latencyMs: 0,
      ...(rendered_prompt === null ? {} : { prompt: rendered_prompt }),
    })
    return finding.kind === 'found' ? { score: finding.score, cost: finding.cost ?? null } : null
  }
}

export async function recordScores(
  client: Queryable,
  outcome: string,
  scores: Judged['scores'],
): Promise<void> {
  await client.query(
    `select galley.record_outcome(s.execution_id, $1, s.score)
     from jsonb_to_recordset($2::jsonb) as s (execution_id uuid, score double precision)`,
    [
      outcome,
      JSON.stringify(
        scores.map(({ executionId, score }) => ({ execution_id: executionId, score })),
      ),
    ],
  )
}

/** Scored responses per arm, arms without any too. */
export const countByArm = (arms: readonly string[], scores: Judged['scores']) =>
  arms.map((arm) => ({ arm, scored: scores.filter((one) => one.arm === arm).length }))
