import { useMemo, useRef } from 'react'
import { moved } from './body.ts'

let made = 0
const fresh = () => {
  made += 1
  return `m${made}`
}

/**
 * Names for messages, which have none of their own: an editor and its undo history have to move
 * along with their message. The same object comes back at every rendering.
 */
export function useMessageKeys(count: number) {
  const keys = useRef<string[]>([])
  while (keys.current.length < count) keys.current.push(fresh())
  if (keys.current.length > count) keys.current.length = count
  return useMemo(
    () => ({
      of: (index: number) => keys.current[index] ?? String(index),
      insert: (index: number) => {
        keys.current = keys.current.toSpliced(index, 0, fresh())
      },
      remove: (index: number) => {
        keys.current = keys.current.filter((_, place) => place !== index)
      },
      move: (index: number, step: 1 | -1) => {
        keys.current = moved(keys.current, index, step)
      },
    }),
    [],
  )
}
