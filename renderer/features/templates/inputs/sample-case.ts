import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** A case of a dataset that values are taken from; ordinals count from 1. */
export interface SampleCase {
  readonly dataset: string
  readonly ordinal: number
  /** Of the holdout: looking at it while writing makes its score worth less. */
  readonly isHeldOut?: boolean
}

interface SampleCases {
  readonly byTemplate: Readonly<Record<string, SampleCase | undefined>>
}

/** The case last chosen for a template: its recorded answers can be tried. Kept in this browser. */
const useSampleCases = create<SampleCases>()(
  persist((): SampleCases => ({ byTemplate: {} }), { name: 'galley.sample-cases' }),
)

export const useSampleCase = (template: string): SampleCase | null =>
  useSampleCases(({ byTemplate }) => byTemplate[template] ?? null)

export function setSampleCase(template: string, sample: SampleCase | null): void {
  useSampleCases.setState(({ byTemplate }) => ({
    byTemplate: { ...byTemplate, [template]: sample ?? undefined },
  }))
}
