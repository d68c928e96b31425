import { useEffect } from 'react'
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

/** Makes completion, hover, renaming and the like available in the editors of a draft's texts. */
export function useLanguageHelp(
  draft: string,
  paths: readonly string[],
  problems: readonly Problem[],
): void {
  useEffect(() => {
    if (paths.length > 0) void import('./providers.ts').then(({ provideHelp }) => provideHelp())
  }, [paths.length])
  useEffect(() => {
    paths.forEach((path, textIndex) => {
      const own = problems.filter(({ messageIndex }) => (messageIndex ?? 0) === textIndex)
      texts.set(path, { draft, textIndex, problems: own })
    })
    return () => {
      for (const path of paths) texts.delete(path)
    }
  })
}
