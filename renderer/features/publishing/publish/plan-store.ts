import { create } from 'zustand'
import type { PublishOutcome, PublishPlan } from '#shared/contract/publishing.ts'
import { rpc } from '../../../rpc/page.ts'
import { readFailure } from '../../../rpc/problem.ts'
import { refreshRemotes } from '../store.ts'

export interface Target {
  readonly remote: string
  readonly template: string
  readonly version: number
  readonly label: string
}

/** Whether a plan made for one answers for the other: only then may its button be pressed. */
export const isSameTarget = (one: Target | null, other: Target | null): boolean =>
  one !== null &&
  other !== null &&
  one.remote === other.remote &&
  one.template === other.template &&
  one.version === other.version &&
  one.label === other.label

interface PlanState {
  readonly target: Target | null
  readonly plan: PublishPlan | null
  readonly error: unknown
  readonly isBusy: boolean
  /** The label moved between the plan and the publish: a new plan has been made. */
  readonly hasMoved: boolean
}

/** The plan on screen. What is published is exactly what it shows. */
export const usePlan = create<PlanState>(() => ({
  target: null,
  plan: null,
  error: null,
  isBusy: false,
  hasMoved: false,
}))

/** Asks what publishing would do. */
export async function makePlan(target: Target): Promise<void> {
  usePlan.setState({ isBusy: true, error: null, hasMoved: false })
  try {
    usePlan.setState({ target, plan: await rpc.publishing.plan(target) })
  } catch (error) {
    usePlan.setState({ plan: null, error })
  } finally {
    usePlan.setState({ isBusy: false })
  }
}

interface Wish {
  readonly reason: string
  readonly effectiveFrom?: string | undefined
  readonly effectiveUntil?: string | undefined
}

/** Runs `work` on the plan on screen; null when it was refused, which the page then shows. */
async function onPlan<Done>(
  work: (target: Target, plan: PublishPlan) => Promise<Done>,
): Promise<Done | null> {
  const { target, plan } = usePlan.getState()
  if (target === null || plan === null) return null
  usePlan.setState({ isBusy: true, error: null })
  try {
    const done = await work(target, plan)
    usePlan.setState({ target: null, plan: null, hasMoved: false })
    return done
  } catch (error) {
    if (readFailure(error).code === 'conflict') {
      await makePlan(target)
      usePlan.setState({ error, hasMoved: true })
    } else usePlan.setState({ error })
    return null
  } finally {
    usePlan.setState({ isBusy: false })
    refreshRemotes()
  }
}

/** Publishes the version without its label and asks colleagues to approve the move. */
export const proposePlan = (reason: string): Promise<PublishOutcome | null> =>
  onPlan((target) => rpc.publishing.propose({ ...target, reason }))

/** Puts the version on top of the published one, into the draft; gives what both changed. */
export const rebasePlan = () => onPlan((target) => rpc.publishing.rebase(target))

/**
 * Publishes what the plan shows, if the label still stands where the plan saw it. Null when the
 * store refused: a lost race is told and planned anew, never overwritten.
 */
export const publishPlan = (wish: Wish): Promise<PublishOutcome | null> =>
  onPlan((target, plan) =>
    rpc.publishing.publish({
      ...target,
      ...wish,
      expectedVersionId: plan.current?.versionId ?? null,
    }),
  )
