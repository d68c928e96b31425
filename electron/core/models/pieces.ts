/**
 * Turns pieces that are told by a callback into something to iterate over. The queue is not bounded by
 * itself: what fills it is one answer of a model, which is.
 */
export function openPieces<Piece>() {
  const queue: Piece[] = []
  let isEnded = false
  let wake = Promise.withResolvers<void>()
  const notify = () => {
    wake.resolve()
    wake = Promise.withResolvers<void>()
  }
  return {
    add(piece: Piece) {
      queue.push(piece)
      notify()
    },
    end() {
      isEnded = true
      notify()
    },
    /** Every piece until the end. */
    async *read(): AsyncGenerator<Piece, undefined, void> {
      for (;;) {
        const { promise } = wake
        const piece = queue.shift()
        if (piece !== undefined) yield piece
        else if (isEnded) return
        else await promise
      }
    },
  }
}
