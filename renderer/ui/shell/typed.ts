import { useEffect } from 'react'
import { create } from 'zustand'
import { askOnce, tellRefusal } from '../ask.tsx'
import type { Command } from './commands.ts'
import { navigate } from './route.ts'

interface Held {
  readonly title: string
  readonly close: () => void
}

/** The dialog that holds letters nobody has saved; null while there is none. */
const useHeld = create<{ held: Held | null }>(() => ({ held: null }))

/** Something was typed in a dialog: what would take it away asks or waits from now on. */
export const holdTyped = (held: Held): void => useHeld.setState({ held })

/** What was typed is saved, or given up. */
export const releaseTyped = (): void => useHeld.setState({ held: null })

export const isTypedHeld = (): boolean => useHeld.getState().held !== null

/** Gives what was typed up when the dialog closes or goes with its page. */
export function useTypedRelease(isOpen: boolean): void {
  useEffect(() => (isOpen ? releaseTyped : undefined), [isOpen])
}

/** Runs a command, unless it would reach behind a dialog with letters in it: most leave its page. */
export function giveCommand({ run }: Command): void {
  const { held } = useHeld.getState()
  if (held === null) run()
  else tellRefusal(`“${held.title}” holds what you typed. Finish or close it first.`)
}

/**
 * Another place by the browser's Back, or by a hash typed in: comes back to the dialog and asks once.
 * Listens first, so that no page changes meanwhile. Returns how to stop.
 */
export function guardTyped(): () => void {
  const guard = (event: HashChangeEvent) => {
    const { held } = useHeld.getState()
    if (held === null || event.oldURL === '' || event.oldURL === event.newURL) return
    event.stopImmediatePropagation()
    window.history.pushState(null, '', new URL(event.oldURL).hash)
    askOnce({
      title: `Give up what you typed in “${held.title}”?`,
      text: 'It is saved nowhere yet.',
      confirm: 'Give it up',
      onConfirm: () => {
        releaseTyped()
        held.close()
        navigate(new URL(event.newURL).hash)
      },
    })
  }
  window.addEventListener('hashchange', guard, { capture: true })
  return () => window.removeEventListener('hashchange', guard, { capture: true })
}
