import { Anchor, Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { describeFailure } from './failure.ts'

interface Question {
  title: string
  text: string
  confirm: string
  onConfirm: () => void
  /** Called however it ends. */
  onEnd?: () => void
}

/** Asks once before something that cannot be undone with one click. */
export function askOnce({ title, text, confirm, onConfirm, onEnd }: Question): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm, cancel: 'Cancel' },
    confirmProps: { color: 'red' },
    closeButtonProps: { 'aria-label': 'Close' },
    onConfirm,
    ...(onEnd ? { onClose: onEnd } : {}),
  })
}

const dismissable = { withCloseButton: true, closeButtonProps: { 'aria-label': 'Dismiss' } }
/** Long enough to read what to do, or to take something back. */
const lasting = { ...dismissable, autoClose: 10_000 }

/** A short notice that something was done, with the way to what came of it. */
export function tell(message: string, way?: { label: string; href: string }): void {
  notifications.show({
    message:
      way === undefined ? (
        message
      ) : (
        <>
          {message}{' '}
          <Anchor size="sm" underline="always" href={way.href}>
            {way.label}
          </Anchor>
        </>
      ),
    color: 'green',
    ...dismissable,
  })
}

/** A failure that belongs to no place on the page. */
export function tellFailure(error: unknown): void {
  const failure = describeFailure(error)
  const rest = [failure.where, failure.fix].filter((part) => part !== null).join(' · ')
  notifications.show({ title: failure.message, message: rest, color: 'red', ...lasting })
}

/** Something that a person gave cannot be used; the sentence says where and why. */
export function tellRefusal(message: string): void {
  notifications.show({ message, color: 'red', ...lasting })
}

/** Something was taken away: said, with the way back beside it. */
export function tellUndo(message: string, undo: () => void): void {
  const id = `undo-${Date.now()}`
  notifications.show({
    id,
    color: 'gray',
    ...lasting,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          variant="default"
          onClick={() => {
            undo()
            notifications.hide(id)
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}
