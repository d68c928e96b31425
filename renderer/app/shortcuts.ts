import { useEffect } from 'react'
import { allCommands } from '../ui/shell/commands.ts'
import { isBareKey, matchesShortcut } from '../ui/shell/shortcut.ts'
import { giveCommand } from '../ui/shell/typed.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/**
 * Runs the command of a pressed shortcut. Listens before everything else: Monaco would take Ctrl+K
 * as the beginning of a chord of its own.
 */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The page's own command comes after the shell's in the table and is the one meant.
      const command = allCommands().findLast(
        ({ shortcut }) =>
          shortcut !== undefined &&
          matchesShortcut(event, shortcut) &&
          !(isBareKey(shortcut) && isTyping(event.target)),
      )
      if (command === undefined) return
      event.preventDefault()
      event.stopPropagation()
      giveCommand(command)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}
