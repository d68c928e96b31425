/** A file goes out in pieces of about this many characters or bytes: one event per row would cost more than the row. */
export const pieceSize = 64 * 1024

/** Puts small texts together to pieces that are worth an event each. */
export function* textPieces(texts: Iterable<string>): Generator<{ text: string }> {
  let text = ''
  for (const one of texts) {
    text += one
    if (text.length < pieceSize) continue
    yield { text }
    text = ''
  }
  if (text !== '') yield { text }
}
