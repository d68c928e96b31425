import type { ServerResponse } from 'node:http'
import { shout } from './fake-openai.ts'
import { makeFakeProvider, type Seen } from './fake-provider.ts'

/**
 * A model server that answers the first `free` prompts (in capitals) and holds every other until the
 * test lets go: what a test sees "while a run is at work" is then the same on every machine.
 */
export async function makeHeldModel(free: number) {
  const held: [Seen, ServerResponse][] = []
  let allowed = free
  const holding = Promise.withResolvers<void>()
  const fake = await makeFakeProvider((seen, response) => {
    if (allowed > 0) {
      allowed -= 1
      shout(seen, response)
      return
    }
    held.push([seen, response])
    holding.resolve()
  })
  return {
    fake,
    /** Resolves when the first prompt is held: all that were free have been answered by then. */
    isHolding: holding.promise,
    /** Answers what is held and lets `more` further prompts through; all where none is given. */
    release(more = Number.POSITIVE_INFINITY) {
      allowed += more
      while (allowed > 0) {
        const next = held.shift()
        if (next === undefined) return
        allowed -= 1
        shout(...next)
      }
    },
  }
}
