import { useEffect, useSyncExternalStore } from 'react'
import type { ConnectionState } from '../rpc/connection.ts'
import { follow } from '../rpc/follow.ts'
import { connection, rpc } from '../rpc/page.ts'
import { workspaceAddress, workspaceOf } from '../rpc/workspace.ts'
import { tellFailure } from '../ui/ask.tsx'
import { createResources, refreshEverything } from '../ui/resource.ts'
import { formatRoute } from '../ui/shell/route.ts'
import { features } from './features.ts'

/** How the page stands with the core, now. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, () => connection.state)
}

/** Which workspace this is; asked again after every change that may alter its figures. */
export const workspace = createResources(async () => {
  const answer = await rpc.workspace.get()
  leaveForeign(answer.id)
  return answer
})

/** The workspace of the address cannot be had any more and another one answers: go there openly. */
function leaveForeign(id: string): void {
  const wanted = workspaceOf(window)
  if (wanted === null || wanted === id) return
  window.location.replace(workspaceAddress(id, formatRoute(['start'], { lost: wanted })))
}

/** Hands every change of the workspace, from this tab or another, to the features. */
export function useChangeFeed(): void {
  useEffect(() => {
    const stop = new AbortController()
    // A line can break before its feed was ever open: what failed with it is asked for again too.
    let wasLost = false
    const unsubscribe = connection.subscribe(() => {
      wasLost ||= connection.state === 'offline'
    })
    void follow((signal) => rpc.workspace.watch(undefined, { signal }), {
      connection,
      signal: stop.signal,
      onEvent: (change) => {
        workspace.refresh('current')
        for (const feature of features) feature.onChange?.(change)
      },
      onOpen: () => {
        if (wasLost) refreshEverything()
        wasLost = false
        for (const feature of features) feature.onConnected?.()
      },
      onError: tellFailure,
    })
    return () => {
      unsubscribe()
      stop.abort()
    }
  }, [])
}
