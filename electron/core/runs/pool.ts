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
