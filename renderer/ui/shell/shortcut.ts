const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

interface Chord {
  mod: boolean
  shift: boolean
  alt: boolean
  key: string
}

function parse(shortcut: string): Chord {
  const parts = shortcut.toLowerCase().split('+')
  return {
    mod: parts.includes('mod'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
    key: parts.at(-1) ?? '',
  }
}

/** Is this key press the shortcut? `?` and the like are matched by what they type, not by their keys. */
export function matchesShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const chord = parse(shortcut)
  const mod = isMac ? event.metaKey : event.ctrlKey
  if (mod !== chord.mod || event.altKey !== chord.alt) return false
  const isTypedSign = chord.key.length === 1 && !/[a-z0-9]/.test(chord.key)
  if (!isTypedSign && event.shiftKey !== chord.shift) return false
  return event.key.toLowerCase() === chord.key
}

/** A bare key means something else while one types. */
export function isBareKey(shortcut: string): boolean {
  const chord = parse(shortcut)
  return !chord.mod && !chord.alt
}

/** The keys as they are printed on this machine's keyboard. */
export function shortcutKeys(shortcut: string): string[] {
  const chord = parse(shortcut)
  const name = chord.key.length === 1 ? chord.key.toUpperCase() : chord.key
  return [
    ...(chord.mod ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(chord.alt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(chord.shift ? [isMac ? '⇧' : 'Shift'] : []),
    name.charAt(0).toUpperCase() + name.slice(1),
  ]
}
