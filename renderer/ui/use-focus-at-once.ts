import { type RefObject, useEffect } from 'react'

/**
 * Gives the focus to the field marked `data-autofocus` in the very turn in which a dialog opens. The
 * library's trap does it a turn later, and a key pressed in between would write into what lies below.
 * Called by the part around the dialog: its effect runs after that of the dialog, which notes where the
 * focus has to go back to.
 */
export function useFocusAtOnce(isOpen: boolean, inside: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isOpen) return
    inside.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true })
  }, [isOpen, inside])
}
