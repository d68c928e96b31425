/** How often per second `work` completes on `lanes` lanes at once during `ms`. */
export async function rate(
  lanes: number,
  ms: number,
  work: (lane: number) => Promise<number>,
): Promise<{ perSecond: number; done: number }> {
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (performance.now() - began < ms) {
        const count = await work(lane)
        done += count
      }
    }),
  )
  return { perSecond: Math.round((done / (performance.now() - began)) * 1000), done }
}

/** Median and 95th percentile in the unit of `values`. */
export function spread(values: readonly number[]): { median: number; p95: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { median: at(0.5) ?? Number.NaN, p95: at(0.95) ?? Number.NaN }
}

export const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)} ×`
