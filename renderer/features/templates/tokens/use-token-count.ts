import { useEffect, useState } from 'react'

/** Nobody reads a count that changes with every key. */
const PAUSE_MS = 250

let shared: Worker | null = null

/** The worker is made with the first count and kept: its vocabulary is what takes the time. */
function tokenWorker(): Worker {
  shared ??= new Worker(new URL('./tokens.worker.ts', import.meta.url), { type: 'module' })
  return shared
}

/**
 * How many tokens a text has in the vocabulary of GPT-4o and later, soon after it came to rest; null
 * until then for the first text, and where the vocabulary could not be loaded.
 */
export function useTokenCount(text: string | null): number | null {
  const [count, setCount] = useState<number | null>(null)
  useEffect(() => {
    if (text === null) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      const worker = tokenWorker()
      const { signal } = stop
      // Questions are answered in their order, one at a time: the next answer is this one's.
      worker.addEventListener('message', ({ data }: MessageEvent<number>) => setCount(data), {
        once: true,
        signal,
      })
      worker.postMessage(text)
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text])
  return count
}
