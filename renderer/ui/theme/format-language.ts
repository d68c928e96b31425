import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { setFormatLanguage } from '../format.ts'

/** A language tag for dates and numbers; empty: as the browser is set. Kept per browser profile. */
export const useFormatLanguage = create<{ language: string }>()(
  persist((): { language: string } => ({ language: '' }), { name: 'galley.format-language' }),
)

const apply = ({ language }: { language: string }) =>
  setFormatLanguage(language === '' ? undefined : language)

// Before anything is drawn with it: subscribers are told in the order in which they came.
apply(useFormatLanguage.getState())
useFormatLanguage.subscribe(apply)
