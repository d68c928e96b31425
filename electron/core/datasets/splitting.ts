import { createHash } from 'node:crypto'
import { normalForm } from '#shared/domain/duplicates/normal-form.ts'
import { type Split, type SplitPlan, splitAt } from '#shared/domain/splits/plan.ts'

/**
 * The split of a case. It is dealt by the normal form of the inputs, so cases that say the same in
 * other letters never lie on both sides of a split.
 */
export function splitOf(inputsJson: string, plan: SplitPlan): Split {
  const digest = createHash('sha256')
    .update(plan.seed)
    .update('\n')
    .update(normalForm(JSON.parse(inputsJson)))
    .digest()
  // 48 bits are exact in a double.
  return splitAt(digest.readUIntBE(0, 6) / 2 ** 48, plan)
}

/** How many cases each split has; {} where none is in a split. */
export function countSplits(
  cases: Iterable<{ split: string | null }>,
): Partial<Record<Split, number>> {
  const counts: Partial<Record<Split, number>> = {}
  for (const { split } of cases) {
    const name = split as Split | null
    if (name !== null) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
