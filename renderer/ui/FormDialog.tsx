import { Button, Group, Modal, Stack } from '@mantine/core'
import { createContext, type FormEvent, type ReactNode, useContext, useRef, useState } from 'react'
import { ErrorNotice } from './ErrorNotice.tsx'
import {
  closeAsking,
  holdTyped,
  isTypedHeld,
  releaseTyped,
  useIsAsking,
  useTypedRelease,
} from './shell/typed.ts'
import { useFocusAtOnce } from './use-focus-at-once.ts'

interface FormDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** A part that ends in `DialogForm`; it begins anew each time the dialog opens. */
  children: ReactNode
}

/** What a dialog lends to its form. */
const DialogContext = createContext({ title: '', close: () => {} })

/** A dialog that asks for something. The focus comes in with it, and goes back to where it was. */
export function FormDialog({ title, isOpen, onClose, children }: FormDialogProps) {
  const fields = useRef<HTMLDivElement>(null)
  useFocusAtOnce(isOpen, fields)
  useTypedRelease(isOpen)
  const isAsking = useIsAsking()
  return (
    // There and gone at once: what is typed after its shortcut belongs to it, and its title and fields
    // may be none any more when it closes.
    <Modal
      opened={isOpen}
      onClose={() => closeAsking(onClose)}
      title={title}
      // A click beside it is no way out: it would take what was typed along.
      closeOnClickOutside={false}
      closeOnEscape={!isAsking}
      transitionProps={{ duration: 0 }}
    >
      <DialogContext value={{ title, close: onClose }}>
        <div ref={fields} onInput={() => holdTyped({ title, close: onClose })}>
          {children}
        </div>
      </DialogContext>
    </Modal>
  )
}

interface DialogFormProps {
  /** Says what happens: "Add", "Save". */
  submitLabel: string
  /** False while something that is needed is missing. */
  isReady?: boolean
  /** Does it. Where it throws, the dialog stays and shows why; else the dialog closes. */
  onSubmit: () => Promise<unknown>
  /** The fields; one of them with `data-autofocus`. */
  children: ReactNode
}

/** The fields of a dialog with what all of them share: busy, the failure above the buttons, the way out. */
export function DialogForm({ submitLabel, isReady = true, onSubmit, children }: DialogFormProps) {
  const { title, close } = useContext(DialogContext)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    // Enter in a field comes here, too, whatever the button allows.
    if (!isReady || isBusy) return
    setBusy(true)
    // What is sent may lead to another page.
    const isHeld = isTypedHeld()
    releaseTyped()
    setError(null)
    try {
      await onSubmit()
      close()
    } catch (failure) {
      setError(failure)
      if (isHeld) holdTyped({ title, close })
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {children}
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
