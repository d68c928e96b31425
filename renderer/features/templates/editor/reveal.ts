import { create } from 'zustand'
import type { Reveal } from './Problems.tsx'

/** Where the caret was last sent, by template: each new object sends it again. */
const useStore = create<{ byTemplate: Readonly<Record<string, Reveal>> }>(() => ({
  byTemplate: {},
}))

export const useReveal = (template: string): Reveal | null =>
  useStore(({ byTemplate }) => byTemplate[template] ?? null)

/** Puts the caret at a place of the template's text, from wherever on the page. */
export function reveal(template: string, { messageIndex, line, column }: Reveal): void {
  const place = { messageIndex, line, column }
  useStore.setState(({ byTemplate }) => ({ byTemplate: { ...byTemplate, [template]: place } }))
}

/** The next opening of the template does not begin at an old place. */
export function forgetReveal(template: string): void {
  useStore.setState(({ byTemplate: { [template]: _, ...rest } }) => ({ byTemplate: rest }))
}
