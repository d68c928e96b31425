import { alwaysValidBound, tunedRho } from '../statistics/sequential/always-valid.ts'
import { SRM_THRESHOLD } from '../statistics/srm.ts'
import type { Look } from './look.ts'
import type { MetricReport } from './report.ts'

/** The named state of a live test. */
export type VerdictKind =
  | 'running'
  | 'no_difference_yet'
  | 'underpowered'
  | 'srm'
  | 'guardrail'
  | 'winner'
  | 'harmful'

/** What must be true before any winner. */
export interface VerdictPlan {
  /** Users over all arms below which nothing is declared. */
  readonly minimumUsers: number
  /** Full days below which nothing is declared: a week has weekdays and a weekend. */
  readonly minimumFullDays?: number
  /** Effect that the test was planned to find, in units of the primary metric. */
  readonly plannedEffect: number
  /** One-sided level at which a guardrail counts as harmed; 0.05 by default. */
  readonly guardrailAlpha?: number
}

/** The state of a test when it is looked at. */
export interface VerdictInput {
  readonly plan: VerdictPlan
  readonly look: Look
  /** Whole days since the first exposure. */
  readonly fullDays: number
  /** p of the sequential sample ratio test, valid at every look; null before any users. */
  readonly srmSequentialP: number | null
  /** p of the chi-square test of the ratio: sharper, but for one look only, that of a declaration. */
  readonly srmChiSquareP: number | null
  /** Users found in an arm of weight 0: a fault whatever the ratio. */
  readonly unexpectedUsers?: number
  /** Reports of the primary metric, one per variant. */
  readonly primary: readonly MetricReport[]
  /** Reports of all guardrail metrics of all variants. */
  readonly guardrails: readonly MetricReport[]
}

/** A verdict with the reason that leads to it. */
export interface ExperimentVerdict {
  readonly kind: VerdictKind
  readonly explanation: string
  /** The arm to promote; only for `winner`. */
  readonly winner: string | null
  /** Everything that stands between a crossed bound and a declared winner. */
  readonly blockers: readonly string[]
  readonly harmfulArms: readonly string[]
  readonly harmedGuardrails: readonly { readonly arm: string; readonly metric: string }[]
  /** Set when a test stopped early: its estimate is too large on average. */
  readonly caution: string | null
}

/**
 * Names the state of a test. A winner is declared only if the sample ratio is sound, the planned minimum of
 * users and seven full days are reached, the rule's bound is crossed, no guardrail is harmed and the
 * interval of the gain lies above the margin (0 by default).
 */
export function experimentVerdict(input: VerdictInput): ExperimentVerdict {
  const harmed = harmedGuardrails(input)
  const harmfulArms = input.primary
    .filter(({ crossed }) => crossed === 'worse')
    .map(({ arm }) => arm)
  const base = {
    winner: null,
    blockers: [] as readonly string[],
    harmfulArms,
    harmedGuardrails: harmed,
    caution: null,
  }
  const ratio = ratioFault(input, input.srmSequentialP)
  if (ratio !== null) return { ...base, kind: 'srm', explanation: ratio, blockers: [ratio] }
  const isHarmed = ({ arm }: { readonly arm: string }): boolean =>
    harmed.some((guardrail) => guardrail.arm === arm)
  const ahead = input.primary.filter(isAhead).sort((a, b) => gainOf(b) - gainOf(a))
  const best = ahead.find((report) => !isHarmed(report))
  const tooEarly = notYet(input)
  if (best !== undefined) return aheadVerdict(input, base, best, tooEarly)
  if (ahead.length > 0 || (input.primary.length > 0 && input.primary.every(isHarmed))) {
    const named = harmed.map(({ arm, metric }) => `${metric} in ${arm}`).join(', ')
    const explanation = `A guardrail metric is harmed: ${named}.`
    return { ...base, kind: 'guardrail', explanation, blockers: [explanation] }
  }
  if (input.primary.length > 0 && harmfulArms.length === input.primary.length) {
    const explanation = `The primary metric is significantly worse in ${harmfulArms.join(', ')}: keep the control.`
    return { ...base, kind: 'harmful', explanation }
  }
  return { ...base, ...undecided(input, tooEarly), blockers: tooEarly }
}

/** Whether a variant has crossed its bound with an interval above the margin. */
function isAhead(report: MetricReport): boolean {
  if (report.crossed !== 'better' || report.ci === null) return false
  const lowest = report.higherIsBetter ? report.ci[0] : -report.ci[1]
  return lowest > (report.margin ?? 0)
}

function gainOf({ diff, higherIsBetter }: MetricReport): number {
  return (diff ?? 0) * (higherIsBetter ? 1 : -1)
}

function ratioFault({ unexpectedUsers = 0 }: VerdictInput, p: number | null): string | null {
  if (unexpectedUsers > 0) {
    return `${unexpectedUsers} users were found in an arm that gets no traffic. Find out how before trusting any result.`
  }
  if (p === null || p >= SRM_THRESHOLD) return null
  return `Users did not arrive in the planned proportions (p = ${p.toExponential(1)}). Assignment or recording loses users of one arm; no result can be trusted until the cause is found.`
}

function notYet({ plan, look, fullDays }: VerdictInput): string[] {
  const { minimumUsers, minimumFullDays = 7 } = plan
  return [
    ...(look.users < minimumUsers
      ? [`${look.users} of at least ${minimumUsers} users so far.`]
      : []),
    ...(fullDays < minimumFullDays
      ? [`${fullDays} of at least ${minimumFullDays} full days so far.`]
      : []),
  ]
}

function aheadVerdict(
  input: VerdictInput,
  base: Omit<ExperimentVerdict, 'kind' | 'explanation'>,
  best: MetricReport,
  tooEarly: readonly string[],
): ExperimentVerdict {
  if (tooEarly.length > 0) {
    const explanation = `${best.arm} is ahead, but the test has not run long enough. ${tooEarly.join(' ')}`
    return { ...base, kind: 'running', explanation, blockers: tooEarly }
  }
  const ratio = ratioFault(input, input.srmChiSquareP)
  if (ratio !== null) return { ...base, kind: 'srm', explanation: ratio, blockers: [ratio] }
  const isEarly = input.look.rule === 'group_sequential' && best.information < 1
  return {
    ...base,
    kind: 'winner',
    winner: best.arm,
    explanation: `${best.arm} is better on ${best.metric}, and nothing speaks against it.`,
    caution: isEarly
      ? 'The test stopped early, so the measured effect is larger than the true one on average.'
      : null,
  }
}

function undecided(
  { plan, look, primary }: VerdictInput,
  tooEarly: readonly string[],
): Pick<ExperimentVerdict, 'kind' | 'explanation'> {
  if (tooEarly.length > 0) return { kind: 'running', explanation: tooEarly.join(' ') }
  const isFull = look.users >= look.plannedUsers
  const detectable = Math.max(...primary.map(({ mdeNow }) => mdeNow ?? Number.MAX_VALUE))
  if (isFull && detectable > plan.plannedEffect) {
    return {
      kind: 'underpowered',
      explanation:
        'All planned users are in, but their outcomes vary more than planned: an effect of the planned size could be missed. Plan more users.',
    }
  }
  const explanation = isFull
    ? 'All planned users are in and no variant differs from the control by as much as the test was planned to find.'
    : 'No variant differs from the control enough to decide yet.'
  return { kind: 'no_difference_yet', explanation }
}

/**
 * Guardrails are watched all the time, so they are judged by a one-sided always-valid bound whatever the
 * rule of the test: harmed when even the best case of the gain is below the allowed loss.
 */
function harmedGuardrails({
  plan,
  look,
  guardrails,
}: VerdictInput): { readonly arm: string; readonly metric: string }[] {
  // A one-sided bound at level a is the two-sided one at 2a.
  const alpha = 2 * (plan.guardrailAlpha ?? 0.05)
  return guardrails
    .filter((report) => {
      const users = report.users + report.usersControl
      const ratio = users * tunedRho(alpha, Math.max(1, look.plannedUsers)) ** 2
      if (report.diff === null || report.se === null || !(ratio > 0)) return false
      const reach = alwaysValidBound(ratio, alpha) * report.se
      return gainOf(report) + reach < -(report.margin ?? 0)
    })
    .map(({ arm, metric }) => ({ arm, metric }))
}
