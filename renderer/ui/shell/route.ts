import { useMemo, useSyncExternalStore } from 'react'

/** Where the page is: `#/templates/ID/history?from=1` is path `[templates, ID, history]`, query `{from: 1}`. */
export interface Route {
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

/** Reads the part of a URL behind `#`. Anything unreadable is the start page, never an error. */
export function parseRoute(hash: string): Route {
  const [rawPath = '', rawQuery = ''] = hash.replace(/^#/, '').split('?', 2)
  const path = rawPath.split('/').filter(Boolean).map(decode)
  return { path, query: Object.fromEntries(new URLSearchParams(rawQuery)) }
}

/** The hash of a route; undefined query values are left out. */
export function formatRoute(
  path: readonly string[],
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  )
  const search = new URLSearchParams(pairs).toString()
  return `#/${path.map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`
}

/** A hand-typed `%` must not take the page down. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const listeners = new Set<() => void>()
/** The hash of the page shown. Not the window's own: that has moved before anybody could be asked. */
let shown: string | null = null
let mayLeave: (to: string) => boolean = () => true

/** From now on this decides whether the page gives way to another hash; where not, the address goes back. */
export function guardRoute(guard: (to: string) => boolean): void {
  mayLeave = guard
}

function follow(): void {
  const { hash } = window.location
  if (shown !== null && hash !== shown && !mayLeave(hash)) {
    window.history.pushState(null, '', shown)
    return
  }
  shown = hash
  for (const listener of listeners) listener()
}

const subscribe = (onChange: () => void) => {
  if (shown === null) {
    shown = window.location.hash
    window.addEventListener('hashchange', follow)
  }
  listeners.add(onChange)
  return () => void listeners.delete(onChange)
}

const hashShown = (): string => shown ?? window.location.hash

/** The current route; the component renders again when it changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, hashShown)
  return useMemo(() => parseRoute(hash), [hash])
}

/** Goes to a hash made by `formatRoute`. `replace` leaves no step in the history. */
export function navigate(hash: string, options: { replace?: boolean } = {}): void {
  if (window.location.hash === hash) return
  if (!options.replace) {
    window.location.hash = hash
    return
  }
  // history.replaceState alone fires no event, and then nothing would render the new place.
  window.history.replaceState(null, '', hash)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}
