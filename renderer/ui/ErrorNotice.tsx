import { Button, Group, Text } from '@mantine/core'
import { describeFailure } from './failure.ts'
import { Notice } from './Notice.tsx'

interface ErrorNoticeProps {
  error: unknown
  retry?: (() => void) | undefined
  onClose?: (() => void) | undefined
}

/** A failure as every page shows it: what happened, where it is, what to do. */
export function ErrorNotice({ error, retry, onClose }: ErrorNoticeProps) {
  const failure = describeFailure(error)
  return (
    <Notice
      isUrgent
      tone="bad"
      title={failure.message}
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
    </Notice>
  )
}
