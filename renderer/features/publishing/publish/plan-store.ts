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

/**
 * Publishes what the plan shows, if the label still stands where the plan saw it. Null when the
 * store refused: a lost race is told and planned anew, never overwritten.
 */
export async function publishPlan(reason: string): Promise<PublishOutcome | null> {
  const { target, plan } = usePlan.getState()
  if (target === null || plan === null) return null
  usePlan.setState({ isBusy: true, error: null })
  try {
    const expectedVersionId = plan.current?.versionId ?? null
    const outcome = await rpc.publishing.publish({ ...target, reason, expectedVersionId })
    usePlan.setState({ target: null, plan: null, hasMoved: false })
    refreshRemotes()
    return outcome
  } catch (error) {
    if (readFailure(error).code === 'conflict') {
      await makePlan(target)
      usePlan.setState({ error, hasMoved: true })
    } else usePlan.setState({ error })
    return null
  } finally {
    usePlan.setState({ isBusy: false })
  }
}
