import { useEffect } from 'react'
import type { Problem } from '../editor/Problems.tsx'
import { openTexts } from './open-texts.ts'

/** Makes completion, hover, renaming and the like available in the editors of a draft's texts. */
export function useLanguageHelp(
  draft: string,
  paths: readonly string[],
  problems: readonly Problem[],
): void {
  useEffect(() => {
    if (paths.length > 0) void import('./providers.ts').then(({ provideHelp }) => provideHelp())
  }, [paths.length])
  useEffect(() => openTexts(draft, paths, problems))
}
