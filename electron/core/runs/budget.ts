import type { CellResult } from './cell.ts'

/**
 * What a run may still spend. Looked at before every cell: answers under way when the cap is reached
 * are paid for and kept, so a run ends above its cap by as many cells as go at once, at most.
 */
export interface Budget {
  add(result: CellResult): void
  /** Whether another cell may begin; after a "no" `stopReason` says why. */
  mayBegin(): boolean
  readonly stopReason: string | null
}

/** `maxCost` and `spent` in US dollars; a `maxCost` of null is no cap. */
export function openBudget(maxCost: number | null, spent: number): Budget {
  let sum = spent
  let isUnknown = false
  let stopReason: string | null = null
  return {
    add({ output, spent: { cost } }) {
      sum += cost ?? 0
      if (output !== null && cost === null) isUnknown = true
    },
    mayBegin() {
      if (maxCost === null) return true
      if (isUnknown) {
        stopReason = 'An answer came without token counts, so the spend cap cannot be watched.'
      } else if (sum >= maxCost) {
        stopReason = `The spend cap of $${maxCost} is reached: $${sum.toFixed(4)} are spent.`
      }
      return stopReason === null
    },
    get stopReason() {
      return stopReason
    },
  }
}
