import { useState } from 'react'

/** Where one was in a part of a page: how far it was scrolled, which panel it showed, where the caret was. */
export type Place =
  | number
  | string
  | { readonly line: number; readonly column: number; readonly topLine: number }

const MOST = 300
const PAUSE_MS = 250

/** The last noted comes last: the first ones are let go when there are too many. */
const places = new Map<string, Place>()
let storageName = ''
let timer: ReturnType<typeof setTimeout> | undefined

/**
 * Reads what was noted on this workspace. A browser tab has its own notes as long as it lives, also over a
 * reload; a new one, and the desktop app after a crash, begin where anybody was last.
 */
export function openPlaces(workspace: string): void {
  storageName = `galley.places.${workspace}`
  const text = sessionStorage.getItem(storageName) ?? localStorage.getItem(storageName)
  try {
    for (const [key, place] of JSON.parse(text ?? '[]') as [string, Place][]) places.set(key, place)
  } catch {
    // Unreadable notes cost the way back and nothing else.
  }
  window.addEventListener('pagehide', write)
}

function write(): void {
  clearTimeout(timer)
  timer = undefined
  const text = JSON.stringify([...places])
  for (const storage of [sessionStorage, localStorage]) {
    try {
      storage.setItem(storageName, text)
    } catch {
      // A full storage: the notes of this visit are still here.
    }
  }
}

export const placeOf = (key: string): Place | undefined => places.get(key)

/** Notes a place. Written down a moment later and not only on leaving: a page may end without leaving. */
export function notePlace(key: string, place: Place): void {
  places.delete(key)
  places.set(key, place)
  const [oldest] = places.keys()
  if (places.size > MOST && oldest !== undefined) places.delete(oldest)
  timer ??= setTimeout(write, PAUSE_MS)
}

/** The chosen panel of tabs, the same again after coming back. */
export function useKeptTab<Name extends string>(
  key: string,
  names: readonly Name[],
): [Name, (name: string | null) => void] {
  const [name, setName] = useState(() => nameIn(names, placeOf(key)))
  const choose = (next: string | null) => {
    const chosen = nameIn(names, next ?? undefined)
    setName(chosen)
    notePlace(key, chosen)
  }
  return [name, choose]
}

/** The first where there is no such panel (any more). */
const nameIn = <Name extends string>(names: readonly Name[], kept: Place | undefined): Name =>
  names.find((one) => one === kept) ?? (names[0] as Name)
