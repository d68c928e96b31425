import type { CellResult } from './cell.ts'

/**
 * Whether a run may go on: what it may still spend, and whether somebody paused it. Looked at before
 * every cell: answers under way are paid for and kept, so a run ends above its cap by as many cells as
 * go at once, at most.
 */
export interface Brake {
  add(result: CellResult): void
  /** Money that was not spent on a cell of its own: on comparing the answers of a case. */
  spend(cost: number | null): void
  /** Whether another cell may begin; after a "no", `isPaused` or `stopReason` says why. */
  mayBegin(): boolean
  readonly stopReason: string | null
  readonly isPaused: boolean
}

/** `maxCost` and `spent` in US dollars; a `maxCost` of null is no cap. */
export function openBrake(
  maxCost: number | null,
  spent: number,
  isPauseWanted: () => boolean,
): Brake {
  let sum = spent
  let isUnknown = false
  let isPaused = false
  let stopReason: string | null = null
  return {
    add({ output, judgeCost, spent: { cost } }) {
      sum += (cost ?? 0) + (judgeCost ?? 0)
      if (output !== null && cost === null) isUnknown = true
    },
    spend(cost) {
      sum += cost ?? 0
    },
    mayBegin() {
      if (isPauseWanted()) {
        isPaused = true
        return false
      }
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
    get isPaused() {
      return isPaused
    },
  }
}
