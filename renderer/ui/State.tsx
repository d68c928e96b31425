import { Box, EmptyState, Skeleton, Stack } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { ErrorNotice } from './ErrorNotice.tsx'
import type { Resource } from './resource.ts'

interface StateProps<Value> {
  resource: Resource<Value>
  /** What to say instead of the children when there is nothing in the value. */
  empty?: (value: Value) => ReactNode
  children: (value: Value) => ReactNode
}

/** The one switch over loading, failed, empty and ready; pages give only the ready part. */
export function State<Value>({ resource, empty, children }: StateProps<Value>) {
  if (resource.state === 'loading') return <Loading />
  if (resource.state === 'failed') {
    return (
      <Box p="md">
        <ErrorNotice error={resource.error} retry={resource.retry} />
      </Box>
    )
  }
  // `false` is how a caller says that there is something to show.
  return empty?.(resource.value) || children(resource.value)
}

/** Grey bars in the rhythm of a page: the eye stays where the content will be. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap="sm" p="md" aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity
        <Skeleton key={line} height={14} width={`${90 - ((line * 17) % 45)}%`} />
      ))}
    </Stack>
  )
}

interface EmptyProps {
  icon: Icon
  title: string
  children: ReactNode
  actions?: ReactNode
}

/** Nothing here yet: says what would be here and the one step that brings it. */
export function Empty({ icon: Icon, title, children, actions }: EmptyProps) {
  return (
    <EmptyState
      size="sm"
      p="lg"
      icon={<Icon size={28} stroke={1.5} aria-hidden />}
      title={title}
      description={children}
    >
      {actions !== undefined && <EmptyState.Actions>{actions}</EmptyState.Actions>}
    </EmptyState>
  )
}
