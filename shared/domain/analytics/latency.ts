/** How many latency slots the shared store counts: a third of an octave each, from 0.125 ms up. */
export const LATENCY_SLOTS = 64

/** The duration in ms in the geometric middle of a slot (1 to 64), as the store's `latency_of_slot`. */
const latencyOfSlot = (slot: number): number => 2 ** ((slot - 0.5) / 3 - 3)

/**
 * The nearest-rank percentile of durations counted in slots, in ms; null where nothing was counted.
 * Off by at most half a slot (13 %). The same rule as the store's `latency_percentile`, so that a
 * page and a service that asks in SQL show one figure.
 *
 * @param counts executions per slot, first slot first
 * @param share between 0 and 1: 0.95 for the 95th percentile
 */
export function latencyPercentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let reached = 0
  const index = counts.findIndex((count) => {
    reached += count
    return reached >= total * share
  })
  return latencyOfSlot(index + 1)
}
