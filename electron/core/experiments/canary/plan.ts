import { type CanaryPlanView, canaryPlanSchema } from '#shared/contract/experiment/canary.ts'
import { BLUE_GREEN_STEPS_BP, CANARY_STEPS_BP } from '#shared/domain/verdict/canary.ts'

/** Keys of the two arms. */
export const CONTROL = 'control'
export const CANARY = 'canary'

/** Steps that are not named are those of the strategy. */
export function withSteps(plan: CanaryPlanView): CanaryPlanView & { stepsBp: number[] } {
  const usual = plan.strategy === 'blue_green' ? BLUE_GREEN_STEPS_BP : CANARY_STEPS_BP
  return { ...plan, stepsBp: plan.stepsBp ?? [...usual] }
}

/** The plan that a store holds; defaults where an older Galley wrote it. */
export function storedPlan(design: unknown): ReturnType<typeof withSteps> {
  return withSteps(canaryPlanSchema.parse(design ?? {}))
}
