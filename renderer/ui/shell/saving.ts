import { create } from 'zustand'

/** `pending`: typed and not yet written down; `failed`: kept here and tried again. */
export type SavingState = 'saved' | 'pending' | 'failed'

const useStore = create<{ states: Readonly<Record<string, SavingState>> }>(() => ({ states: {} }))

/** Says how far the work on one thing is written down. */
export function reportSaving(id: string, state: SavingState): void {
  if (useStore.getState().states[id] === state) return
  useStore.setState(({ states }) => ({ states: { ...states, [id]: state } }))
}

/** The worst state of everything open: what the status bar tells. */
export function useSaving(): SavingState {
  return useStore(({ states }) => {
    const all = Object.values(states)
    if (all.includes('failed')) return 'failed'
    return all.includes('pending') ? 'pending' : 'saved'
  })
}

/** How far one thing is written down. */
export function useSavingOf(id: string): SavingState {
  return useStore(({ states }) => states[id] ?? 'saved')
}

/** Resolves when everything typed is written down (true), or when something cannot be (false). */
export function whenSaved(): Promise<boolean> {
  return new Promise((resolve) => {
    const check = () => {
      const states = Object.values(useStore.getState().states)
      if (states.includes('pending')) return
      stop()
      resolve(!states.includes('failed'))
    }
    const stop = useStore.subscribe(check)
    check()
  })
}

/** True while closing the page would lose something. */
export function isAnythingUnsaved(): boolean {
  return Object.values(useStore.getState().states).some((state) => state !== 'saved')
}
