import { useEffect } from 'react'
import { create } from 'zustand'
import { askOnce, tellRefusal } from '../ask.tsx'
import type { Command } from './commands.ts'
import { guardRoute, navigate } from './route.ts'

interface Held {
  readonly title: string
  readonly close: () => void
}

/** The dialog that holds letters nobody has saved; null while there is none. */
const useHeld = create<{ held: Held | null; isAsking: boolean }>(() => ({
  held: null,
  isAsking: false,
}))

/** Something was typed in a dialog: what would take it away asks or waits from now on. */
export const holdTyped = (held: Held): void => useHeld.setState({ held })

/** What was typed is saved, or given up. */
export const releaseTyped = (): void => useHeld.setState({ held: null })

export const isTypedHeld = (): boolean => useHeld.getState().held !== null

/** While the question stands over the dialog: an Escape answers the question alone. */
export const useIsAsking = (): boolean => useHeld(({ isAsking }) => isAsking)

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

/** Asks once whether what was typed may go, and does `then` on a yes; does it at once where nothing was. */
function askToGiveUp(then: (held: Held | null) => void): void {
  const { held } = useHeld.getState()
  if (held === null) {
    then(held)
    return
  }
  useHeld.setState({ isAsking: true })
  askOnce({
    title: `Give up what you typed in “${held.title}”?`,
    text: 'It is saved nowhere yet.',
    confirm: 'Give it up',
    // The Escape that ends the question goes on to the dialog below: not before it is over.
    onEnd: () => setTimeout(() => useHeld.setState({ isAsking: false })),
    onConfirm: () => {
      releaseTyped()
      then(held)
    },
  })
}

/** Escape and the cross are pressed in passing: where something was typed they ask. Cancel says it itself. */
export const closeAsking = (close: () => void): void => askToGiveUp(close)

/** Another place by the browser's Back, or by a hash typed in, is asked about once: the dialog is still there. */
export function guardTyped(): void {
  guardRoute((to) => {
    if (!isTypedHeld()) return true
    askToGiveUp((held) => {
      held?.close()
      navigate(to)
    })
    return false
  })
}
