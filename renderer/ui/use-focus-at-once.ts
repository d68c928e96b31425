import { type RefObject, useEffect } from 'react'

/** The field marked `data-autofocus`, else the first one. */
const fieldOf = (dialog: HTMLElement | null) =>
  dialog?.querySelector<HTMLElement>('[data-autofocus]') ??
  dialog?.querySelector<HTMLElement>(':is(input, textarea, select):not(:disabled)')

/**
 * Gives the focus to that field in the very turn in which a dialog opens. The library's trap does it a
 * turn later, and a key pressed in between would write into what lies below.
 * Called by the part around the dialog: its effect runs after that of the dialog, which notes where the
 * focus has to go back to.
 */
export function useFocusAtOnce(isOpen: boolean, inside: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isOpen) return
    const field = fieldOf(inside.current)
    // The trap, a turn later, would go to the cross in the corner where no field is marked.
    field?.setAttribute('data-autofocus', '')
    field?.focus({ preventScroll: true })
  }, [isOpen, inside])
}
