import type { SavingState } from '../../ui/shell/saving.ts'

interface AutosaveOptions {
  /** Saves what is on screen for this id. */
  save: (id: string) => Promise<void>
  onFailed: (id: string, error: unknown) => Promise<void>
  /** Trying again cannot help until something is changed. */
  isFinal: (error: unknown) => boolean
  onState: (id: string, state: SavingState) => void
}

export interface Autosave {
  /** Something was typed. */
  touch: (id: string) => void
  flush: (id: string) => Promise<void>
  isPending: (id: string) => boolean
  retryAll: () => void
  /** What is on screen came from the core: nothing to save. */
  forget: (id: string) => void
}

/** A pause this long ends a burst of typing. */
const PAUSE_MS = 250
/** Nobody who types on and on loses more than this. */
const LONGEST_MS = 700
const RETRY_MS = 2000

interface Pending {
  /** When the first of what waits to be saved was typed; null while nothing but a save under way is left. */
  since: number | null
  timer: ReturnType<typeof setTimeout> | undefined
  running: Promise<void> | null
}

/** Saves soon after typing, one save at a time per id, and keeps trying while the core is away. */
export function createAutosave(options: AutosaveOptions): Autosave {
  const pending = new Map<string, Pending>()

  const schedule = (id: string, entry: Pending, delay: number) => {
    clearTimeout(entry.timer)
    entry.timer = setTimeout(() => void run(id, entry).catch(() => {}), delay)
  }
  const scheduleSoon = (id: string, entry: Pending, since: number) =>
    schedule(id, entry, Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - Date.now())))

  const touch = (id: string) => {
    const entry = pending.get(id) ?? { since: null, timer: undefined, running: null }
    entry.since ??= Date.now()
    pending.set(id, entry)
    options.onState(id, 'pending')
    if (entry.running === null) scheduleSoon(id, entry, entry.since)
  }

  const attempt = async (id: string, entry: Pending) => {
    try {
      entry.since = null
      await options.save(id)
      entry.running = null
      if (entry.since !== null && pending.get(id) === entry) {
        // Typed meanwhile: it waits for a pause as well, or a slow machine would do nothing but save.
        scheduleSoon(id, entry, entry.since)
        return
      }
      if (pending.get(id) === entry) pending.delete(id)
      options.onState(id, 'saved')
    } catch (error) {
      entry.running = null
      entry.since = Date.now()
      options.onState(id, 'failed')
      await options.onFailed(id, error)
      if (!options.isFinal(error) && pending.get(id) === entry) schedule(id, entry, RETRY_MS)
      throw error
    }
  }

  const run = (id: string, entry: Pending) => {
    clearTimeout(entry.timer)
    entry.running ??= attempt(id, entry)
    return entry.running
  }

  return {
    touch,
    isPending: (id) => pending.has(id),
    flush: async (id) => {
      for (let entry = pending.get(id); entry !== undefined; entry = pending.get(id)) {
        await run(id, entry)
      }
    },
    retryAll: () => {
      for (const [id, entry] of pending) if (!entry.running) schedule(id, entry, 0)
    },
    forget: (id) => {
      const entry = pending.get(id)
      clearTimeout(entry?.timer)
      pending.delete(id)
      options.onState(id, 'saved')
    },
  }
}
