import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import {
  type LookView,
  type Monitor,
  monitorSchema,
  verdictKindSchema,
} from '#shared/contract/experiment/monitor.ts'
import { legacyDesign } from './legacy-design.ts'
import { type LookRow, type Queryable, readLooks, recordLook } from './live-store.ts'
import { type LookContext, type LookReport, lookAt, ratioOf } from './look.ts'
import { type Shown, toPhase } from './shown.ts'
import { countUnits, type UnitScope } from './units.ts'

const HOUR_MS = 3_600_000

/**
 * An experiment as it stands. A look that is due (or wished for) is taken and written down: it spends alpha.
 * Between looks the last one's figures are shown, with the users and the sample ratio of now.
 */
export async function watchExperiment(
  client: Queryable,
  shown: Shown,
  experiment: Experiment,
  options: { now: Date; takesLook: boolean; actor: string },
): Promise<Monitor> {
  const { now, takesLook, actor } = options
  const design = experiment.design ?? legacyDesign(shown, experiment)
  const scope = scopeOf(shown, experiment, now)
  const [counts, looks] = [await countUnits(client, scope), await readLooks(client, shown.id)]
  const earlier = looks.filter(({ phase }) => phase === (shown.phase ?? 0))
  const context: LookContext = { experiment, design, scope, counts, earlier, now }
  const users = Object.values(counts.users).reduce((sum, count) => sum + count, 0)
  const last = earlier.at(-1)
  const nextAt = nextLook(context, users)
  const isDue = nextAt !== null && (takesLook || now >= nextAt)
  const kept = last === undefined ? null : keptReport(last)
  if (kept !== null && !isDue) {
    return {
      ...kept,
      ...frame(shown, looks, now, nextAt),
      ...refreshed(kept, context, users),
      isNewLook: false,
    }
  }
  const report = await lookAt(client, context)
  const isNewLook =
    isDue && (await recordLook(client, lookRequest(shown, report, looks.length, actor, context)))
  const all = isNewLook ? [...looks, rowOf(report, looks.length + 1, shown, context)] : looks
  return {
    ...report,
    ...frame(shown, all, now, isNewLook ? laterLook(context) : nextAt),
    isNewLook,
  }
}

/** The units of the present phase. */
export function scopeOf(shown: Shown, experiment: Experiment, now: Date): UnitScope {
  const current = shown.phases.find(({ phase }) => phase === shown.phase)
  const ended = current?.ended_at ?? shown.ended_at
  return {
    experimentId: shown.id,
    phase: shown.phase,
    templateName: shown.template_name,
    from: current?.started_at ?? shown.started_at ?? shown.created_at,
    until: ended !== null && new Date(ended) < now ? ended : now.toISOString(),
    arms: experiment.arms.map(({ key }) => key),
  }
}

/** When a look is due; null where none is coming: the test has ended, or its last planned look is done. */
function nextLook({ experiment, design, earlier, now }: LookContext, users: number): Date | null {
  if (experiment.status !== 'active') return null
  const last = earlier.at(-1)
  if (last === undefined) return now
  const { rule, plannedUsers, hoursBetweenLooks } = design.stopping
  if (last.information >= 1 && rule !== 'always_valid') return null
  // The plan is full: there is nothing to wait for.
  if (users >= plannedUsers && last.information < 1) return now
  return new Date(Number(last.at) + hoursBetweenLooks * HOUR_MS)
}

const laterLook = ({ design, now }: LookContext) =>
  new Date(Number(now) + design.stopping.hoursBetweenLooks * HOUR_MS)

function lookRequest(
  shown: Shown,
  report: LookReport,
  before: number,
  actor: string,
  { counts, now }: LookContext,
) {
  const primary = report.metrics.filter(({ role }) => role === 'primary')
  const known = primary.flatMap(({ pAdjusted, pAnytime }) => pAdjusted ?? pAnytime ?? [])
  return {
    experimentId: shown.id,
    actor,
    look: before + 1,
    phase: shown.phase ?? 0,
    at: now.toISOString(),
    users: report.users,
    information: report.users / report.plannedUsers,
    counts: counts.users,
    srmP: report.srm.pSequential,
    verdict: report.verdict.kind,
    winner: report.verdict.winner,
    report,
    controlValue: primary[0]?.valueControl ?? null,
    variantValues: Object.fromEntries(primary.map(({ arm, value }) => [arm, value])),
    significance: known.length === 0 ? null : Math.min(...known),
  }
}

function rowOf(
  report: LookReport,
  look: number,
  shown: Shown,
  { counts, now }: LookContext,
): LookRow {
  return {
    look,
    phase: shown.phase ?? 0,
    at: now,
    users: report.users,
    information: report.users / report.plannedUsers,
    counts: counts.users,
    srm_p: report.srm.pSequential,
    verdict: report.verdict.kind,
    report,
  }
}

const keptSchema = monitorSchema.omit({
  history: true,
  phases: true,
  isNewLook: true,
  nextLookAt: true,
  at: true,
})

/** A report that an older engine wrote is made anew. */
const keptReport = ({ report }: LookRow): LookReport | null =>
  keptSchema.safeParse(report).data ?? null

/** Users and ratio of now; a ratio that broke since the last look overrides its verdict. */
function refreshed(kept: LookReport, context: LookContext, users: number): Partial<LookReport> {
  const srm = ratioOf(context)
  const base = { users, srm, excludedUsers: context.counts.mixed }
  if (!srm.isMismatch || kept.verdict.kind === 'srm') return base
  const explanation =
    'Since the last look, users no longer arrive in the planned proportions: no result can be trusted until the cause is found.'
  const verdict = { ...kept.verdict, kind: 'srm' as const, explanation, winner: null }
  return { ...base, verdict: { ...verdict, blockers: [explanation] } }
}

function frame(shown: Shown, looks: readonly LookRow[], now: Date, nextAt: Date | null) {
  return {
    at: now.toISOString(),
    nextLookAt: nextAt?.toISOString() ?? null,
    phases: shown.phases.map(toPhase),
    history: looks.map(toLookView),
  }
}

function toLookView(row: LookRow): LookView {
  const metrics = keptReport(row)?.metrics ?? []
  return {
    look: row.look,
    at: new Date(row.at).toISOString(),
    phase: row.phase,
    users: row.users,
    information: row.information,
    verdict: verdictKindSchema.parse(row.verdict),
    srmP: row.srm_p,
    series: metrics.map(
      ({ metric, arm, value, valueControl, diff, ci, bound, statistic, probBetter }) => {
        return { metric, arm, value, valueControl, diff, ci, bound, statistic, probBetter }
      },
    ),
  }
}
