import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { describeFailure } from './failure.ts'

interface ErrorNoticeProps {
  error: unknown
  retry?: (() => void) | undefined
  onClose?: (() => void) | undefined
}

/** A failure as every page shows it: what happened, where it is, what to do. */
export function ErrorNotice({ error, retry, onClose }: ErrorNoticeProps) {
  const failure = describeFailure(error)
  return (
    <Alert
      role="alert"
      variant="outline"
      color="red"
      bg="var(--galley-bad-ground)"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={failure.message}
      styles={{ title: { color: 'var(--galley-bad)' }, icon: { color: 'var(--galley-bad)' } }}
      {...(onClose ? { withCloseButton: true, closeButtonLabel: 'Dismiss', onClose } : {})}
    >
      {failure.where !== null && <Text size="sm">Where: {failure.where}</Text>}
      {failure.suggestion !== null && <Text size="sm">Did you mean “{failure.suggestion}”?</Text>}
      {failure.fix !== null && <Text size="sm">{failure.fix}</Text>}
      {retry && (
        <Group mt="xs">
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  )
}
