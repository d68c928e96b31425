import type pg from 'pg'
import { z } from 'zod'
import { evidenceSchema } from '#shared/contract/evidence.ts'
import {
  type GateState,
  gateStateSchema,
  type LabelRule,
  type Promotion,
  promotionEventSchema,
  promotionSchema,
} from '#shared/contract/promotion.ts'
import type { PublishPlan } from '#shared/contract/publishing.ts'

type Queryable = Pick<pg.ClientBase, 'query'>

/** Postgres writes times in its own form, with its own digits. */
const instant = z.coerce.date().transform((at) => at.toISOString())
const maybeInstant = z.union([z.null(), instant])
const verdicts = z.array(z.object({ actor: z.string(), at: instant, comment: z.string() }))
/** Evidence that another client wrote and this one cannot read is shown as none. */
const storedEvidence = evidenceSchema.nullable().catch(null)
const storedState = gateStateSchema.extend({
  evidence: storedEvidence,
  approvals: verdicts,
  rejections: verdicts,
})
const storedPromotion = promotionSchema.extend({
  effectiveFrom: maybeInstant,
  effectiveUntil: maybeInstant,
  proposedAt: instant,
  gate: storedState,
  events: z.array(promotionEventSchema.extend({ at: instant, evidence: storedEvidence })),
})

/** What the label asks for; `versionId` null for a version that is not published yet. */
export async function readGateState(
  client: Queryable,
  target: { name: string; label: string; versionId: string | null; evidence: unknown },
): Promise<GateState> {
  const { rows } = await client.query(
    'select galley.promotion_state($1, $2, $3::uuid, $4::jsonb) as state',
    [
      target.name,
      target.label,
      target.versionId,
      target.evidence === undefined ? null : JSON.stringify(target.evidence),
    ],
  )
  return storedState.parse(rows[0]?.state)
}

/** Where the label goes by itself from here. */
export async function readUpcoming(
  client: Queryable,
  name: string,
  label: string,
): Promise<PublishPlan['upcoming']> {
  const { rows } = await client.query<{
    at: Date
    kind: 'promotion' | 'expiry'
    version: number | null
  }>(
    `select s.effective_from as at, 'promotion' as kind, v.version
     from galley.label_schedule s join galley.prompt_templates v on v.id = s.version_id
     where s.template_name = $1 and s.label = $2
     union all
     select p.expires_at, 'expiry', v.version
     from galley.label_positions p left join galley.prompt_templates v on v.id = p.after_version_id
     where p.template_name = $1 and p.label = $2 and p.expires_at > now()
     order by 1`,
    [name, label],
  )
  return rows.map(({ at, kind, version }) => ({ at: at.toISOString(), kind, version }))
}

const SELECT_PROMOTIONS = `
select p.id, p.template_name as "templateName", v.version, p.label, p.action, p.reason,
  p.effective_from as "effectiveFrom", p.effective_until as "effectiveUntil",
  p.proposed_by as "proposedBy", p.proposed_at as "proposedAt", p.proposed_at::text as exact_at,
  coalesce(
    (select e.kind from galley.promotion_events e
     where e.promotion_id = p.id and e.kind in ('carried_out', 'cancelled', 'expired') order by e.id desc limit 1),
    case when exists (select from galley.label_schedule s where s.promotion_id = p.id) then 'scheduled' else 'open' end
  ) as state,
  galley.promotion_state(p.template_name, p.label, p.version_id) as gate,
  (select coalesce(json_agg(json_build_object('at', e.at, 'kind', e.kind, 'actor', e.actor, 'databaseUser', e.db_user,
     'comment', e.comment, 'evidence', e.evidence) order by e.id), '[]')
   from galley.promotion_events e where e.promotion_id = p.id) as events
from galley.promotions p join galley.prompt_templates v on v.id = p.version_id`

export type PromotionRow = Promotion & { readonly exactAt: string }

function toPromotion({ exact_at, ...row }: Record<string, unknown>): PromotionRow {
  return { ...storedPromotion.parse(row), exactAt: String(exact_at) }
}

/** Before a given one, newest first. */
export async function listPromotions(
  client: Queryable,
  wanted: {
    templateName: string | null
    isOpen: boolean
    before: { at: string; id: string } | null
    limit: number
  },
): Promise<PromotionRow[]> {
  const { rows } = await client.query(
    `${SELECT_PROMOTIONS}
     where ($1::text is null or p.template_name = $1)
       and ($2::timestamptz is null or (p.proposed_at, p.id) < ($2, $3::uuid))
       and (not $4 or not exists (select from galley.promotion_events e
         where e.promotion_id = p.id and e.kind in ('carried_out', 'cancelled', 'expired')))
     order by p.proposed_at desc, p.id desc limit $5`,
    [
      wanted.templateName,
      wanted.before?.at ?? null,
      wanted.before?.id ?? null,
      wanted.isOpen,
      wanted.limit,
    ],
  )
  return rows.map(toPromotion)
}

export async function findPromotion(client: Queryable, id: string): Promise<Promotion | null> {
  const { rows } = await client.query(`${SELECT_PROMOTIONS} where p.id = $1`, [id])
  return rows[0] === undefined ? null : toPromotion(rows[0])
}

export async function listRules(client: Queryable): Promise<LabelRule[]> {
  const { rows } = await client.query<LabelRule>(
    `select label, is_protected as "isProtected", requires_gate as "requiresGate", gate,
       required_approvals as "requiredApprovals" from galley.label_rules order by label_rules.label`,
  )
  return rows
}

/** Needs the admin role: Postgres refuses everybody else. Audited by a trigger. */
export async function writeRule(client: Queryable, rule: LabelRule, actor: string): Promise<void> {
  await client.query('begin')
  await client.query(`select set_config('galley.actor', $1, true)`, [actor])
  await client.query(
    `insert into galley.label_rules (label, is_protected, requires_gate, gate, required_approvals)
     values ($1, $2, $3, $4, $5)
     on conflict (label) do update set is_protected = excluded.is_protected,
       requires_gate = excluded.requires_gate, gate = excluded.gate, required_approvals = excluded.required_approvals`,
    [rule.label, rule.isProtected, rule.requiresGate, rule.gate, rule.requiredApprovals],
  )
  await client.query('commit')
}

/** Carries out scheduled promotions and ends what is over. Any role may, any number of times. */
export async function carryOutDue(client: Queryable) {
  const { rows } = await client.query<{
    action: 'promoted' | 'expired'
    templateName: string
    label: string
    version: number | null
  }>(
    'select action, template_name as "templateName", label, version from galley.carry_out_due() as done',
  )
  return rows
}

/** Moving the rows of months may take long, and waits for nobody: the store sees to that. */
const MAINTAIN_TIMEOUT_MS = 600_000

/** Needs the admin role. Names of the partitions that were made, dropped, and left as somebody used them. */
export async function maintainPartitions(
  client: Queryable,
  retentionDays: number,
): Promise<{ made: string[]; dropped: string[]; left: string[] }> {
  // The driver takes a limit per query, which its types do not know.
  const statement = {
    text: 'select action, partition from galley.maintain(make_interval(days => $1))',
    values: [retentionDays],
    query_timeout: MAINTAIN_TIMEOUT_MS,
  }
  const { rows } = await client.query<{ action: string; partition: string }>(statement)
  const named = (wanted: string) =>
    rows.filter(({ action }) => action === wanted).map(({ partition }) => partition)
  return { made: named('made'), dropped: named('dropped'), left: named('left') }
}
