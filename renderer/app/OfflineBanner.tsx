import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useConnection } from './connection.ts'

/** Said once, on top, while there is no line; what is typed meanwhile is kept and sent later. */
export function OfflineBanner() {
  const line = useConnection()
  if (line === 'connected' || line === 'connecting') return null
  const isRefused = line === 'refused'
  return (
    <Alert
      role="alert"
      radius={0}
      py={6}
      variant="outline"
      color="yellow"
      bg="var(--galley-warn-ground)"
      icon={<IconPlugConnectedX size={18} aria-hidden />}
      title={
        isRefused
          ? 'This page’s session has ended.'
          : 'Galley’s core is not answering. Trying to reconnect…'
      }
      styles={{ title: { color: 'var(--galley-warn)' }, icon: { color: 'var(--galley-warn)' } }}
    >
      {isRefused
        ? 'Open the address that “galley serve” prints to go on.'
        : 'You can keep typing: changes stay in this page and are saved as soon as the core is back.'}
    </Alert>
  )
}
