import type { Problem } from '../editor/Problems.tsx'

/** A text that is open in an editor: which draft it belongs to and which of its texts it is. */
export interface OpenText {
  readonly draft: string
  /** Counted with placeholders, as messages are; 0 for a template of one text. */
  readonly textIndex: number
  readonly problems: readonly Problem[]
}

/** Texts by the path of their editor. The help of all editors is registered once and looks here. */
const texts = new Map<string, OpenText>()

/** The text behind a path as Monaco gives it, which begins with a slash; undefined for other editors. */
export const openText = (path: string): OpenText | undefined => texts.get(path.replace(/^\//, ''))

/** Tells which texts a draft's editors show; the answer takes them away again. */
export function openTexts(
  draft: string,
  paths: readonly string[],
  problems: readonly Problem[],
): () => void {
  paths.forEach((path, textIndex) => {
    const own = problems.filter(({ messageIndex }) => (messageIndex ?? 0) === textIndex)
    texts.set(path, { draft, textIndex, problems: own })
  })
  return () => {
    for (const path of paths) texts.delete(path)
  }
}
