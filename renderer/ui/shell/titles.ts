import { useEffect } from 'react'
import { create } from 'zustand'

interface Titles {
  readonly titles: Readonly<Record<string, string>>
}

/** Titles by tab key (`templates/ID`): a tab keeps its name while its page is not mounted. */
export const useTitles = create<Titles>(() => ({ titles: {} }))

/** The page shown under `key` is called this. */
export function useTitle(key: string, title: string | undefined): void {
  useEffect(() => {
    if (title === undefined || useTitles.getState().titles[key] === title) return
    useTitles.setState(({ titles }) => ({ titles: { ...titles, [key]: title } }))
  }, [key, title])
}
