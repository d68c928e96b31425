import { IconPlugConnectedX } from '@tabler/icons-react'
import { Notice } from '../ui/Notice.tsx'
import { useConnection } from './connection.ts'

/** Said once, on top, while there is no line; what is typed meanwhile is kept and sent later. */
export function OfflineBanner() {
  const line = useConnection()
  if (line === 'connected' || line === 'connecting') return null
  const isRefused = line === 'refused'
  return (
    <Notice
      isFlush
      isUrgent
      tone="warn"
      icon={IconPlugConnectedX}
      title={
        isRefused
          ? 'This page’s session has ended.'
          : 'Galley’s core is not answering. Trying to reconnect…'
      }
    >
      {isRefused
        ? 'Press Enter where Galley runs (or start it again) and open the address it prints in another tab: this page goes on then and saves what you typed.'
        : 'You can keep typing: changes stay in this page and are saved as soon as the core is back.'}
    </Notice>
  )
}
