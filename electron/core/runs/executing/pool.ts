/**
 * Takes items one by one from a shared source and works on up to `width` of them at once. When one
 * fails, no further item is taken, and the first error is thrown after the others have settled.
 */
export async function runPool<Item>(
  items: Iterator<Item>,
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const state: { error: unknown; hasFailed: boolean } = { error: null, hasFailed: false }
  const lane = async () => {
    while (!state.hasFailed) {
      try {
        const next = items.next()
        if (next.done) return
        await work(next.value)
      } catch (error) {
        if (!state.hasFailed) Object.assign(state, { error, hasFailed: true })
      }
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  if (state.hasFailed) throw state.error
}

/**
 * Works on several lanes at the same time. When one fails the others are stopped, and its error is
 * thrown once nothing is under way any more.
 */
export async function runLanes(
  lanes: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const broken = new AbortController()
  const stops = AbortSignal.any([signal, broken.signal])
  const failures: unknown[] = []
  await Promise.all(
    lanes.map((lane) =>
      lane(stops).catch((error: unknown) => {
        failures.push(error)
        broken.abort(error)
      }),
    ),
  )
  if (failures.length > 0) throw failures[0]
}
