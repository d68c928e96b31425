import { z } from 'zod'

/** Parts of a dataset, in the order in which people use them. */
export const splitNames = ['train', 'dev', 'test', 'holdout'] as const
export const splitSchema = z.enum(splitNames)
export type Split = z.infer<typeof splitSchema>

const share = z.number().min(0).max(1)

/** Shares add up to 1; the same seed deals the same cases to the same splits, on any machine. */
export const splitPlanSchema = z.object({
  seed: z.string().min(1).max(100),
  shares: z
    .object({ train: share, dev: share, test: share, holdout: share })
    .refine(
      (shares) => Math.abs(splitNames.reduce((sum, name) => sum + shares[name], 0) - 1) < 1e-6,
      'The shares of train, dev, test and holdout add up to 1.',
    ),
})
export type SplitPlan = z.infer<typeof splitPlanSchema>

/**
 * From the end of the scale: when a share grows, the holdout is the last to lose or gain a case, as
 * one that was looked at can never be a holdout again.
 */
const order: readonly Split[] = ['holdout', 'test', 'dev', 'train']

/**
 * The split at a point between 0 and 1. The point is made of a case's own content, so a case stays
 * where it is whatever else is added or removed.
 */
export function splitAt(point: number, { shares }: SplitPlan): Split {
  let end = 0
  for (const name of order) {
    end += shares[name]
    if (point < end) return name
  }
  // Shares that add up to a hair less than 1: the last one that has any.
  return order.findLast((name) => shares[name] > 0) ?? 'train'
}
