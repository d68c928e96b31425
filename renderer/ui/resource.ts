import { useEffect } from 'react'
import { create } from 'zustand'

/** Something asked for: on its way, here, or failed. A refresh keeps the old value on screen. */
export type Resource<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }

/** Whether a list is here and has nothing in it: then there is nothing to choose from either. */
export const isNone = (list: Resource<readonly unknown[]>): boolean =>
  list.state === 'ready' && list.value.length === 0

export interface Resources<Value> {
  /** Asks for `key` when it is first shown; null asks for nothing. */
  readonly use: (key: string | null) => Resource<Value>
  /** Asks again: one key, or all that are on screen; others are forgotten. */
  readonly refresh: (key?: string) => void
  /** Puts a value that an answer brought along. */
  readonly put: (key: string, value: Value) => void
  /** What is known of every key, without asking; the component renders again when it changes. */
  readonly useKnown: () => Readonly<Record<string, Resource<Value>>>
  /** What is known now, without asking. */
  readonly peek: (key: string) => Value | undefined
}

const LOADING = { state: 'loading' } as const
const everything = new Set<() => void>()

/** After a lost connection nothing on screen can be trusted: ask for all of it again. */
export function refreshEverything(): void {
  for (const refresh of everything) refresh()
}

/** A store of asked-for values by key. `load` is called once per key, and again on refresh. */
export function createResources<Value>(load: (key: string) => Promise<Value>): Resources<Value> {
  const useStore = create<{ entries: Readonly<Record<string, Resource<Value>>> }>(() => ({
    entries: {},
  }))
  const shown = new Map<string, number>()
  const asked = new Map<string, number>()

  const write = (key: string, entry: Resource<Value>) =>
    useStore.setState(({ entries }) => ({ entries: { ...entries, [key]: entry } }))

  const ask = async (key: string) => {
    // Only the answer to the newest question counts: an older one may arrive later.
    const turn = (asked.get(key) ?? 0) + 1
    asked.set(key, turn)
    try {
      const value = await load(key)
      if (asked.get(key) === turn) write(key, { state: 'ready', value })
    } catch (error) {
      if (asked.get(key) !== turn) return
      write(key, { state: 'failed', error, retry: () => retry(key) })
    }
  }
  const retry = (key: string) => {
    write(key, LOADING)
    void ask(key)
  }

  const refresh = (key?: string) => {
    if (key !== undefined) {
      if (shown.has(key)) void ask(key)
      else forget([key])
      return
    }
    forget(Object.keys(useStore.getState().entries).filter((other) => !shown.has(other)))
    for (const other of shown.keys()) void ask(other)
  }
  const forget = (keys: readonly string[]) =>
    useStore.setState(({ entries }) => ({
      entries: Object.fromEntries(Object.entries(entries).filter(([key]) => !keys.includes(key))),
    }))
  everything.add(() => refresh())

  const use = (key: string | null): Resource<Value> => {
    useEffect(() => {
      if (key === null) return
      shown.set(key, (shown.get(key) ?? 0) + 1)
      if (useStore.getState().entries[key]?.state !== 'ready') void ask(key)
      return () => {
        const left = (shown.get(key) ?? 1) - 1
        if (left === 0) shown.delete(key)
        else shown.set(key, left)
      }
    }, [key])
    return useStore(({ entries }) => (key === null ? LOADING : (entries[key] ?? LOADING)))
  }

  const put = (key: string, value: Value) => {
    asked.set(key, (asked.get(key) ?? 0) + 1)
    write(key, { state: 'ready', value })
  }
  const useKnown = () => useStore(({ entries }) => entries)
  const peek = (key: string) => {
    const entry = useStore.getState().entries[key]
    return entry?.state === 'ready' ? entry.value : undefined
  }
  return { use, useKnown, refresh, put, peek }
}
