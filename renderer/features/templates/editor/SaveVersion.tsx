import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { adopt, flush, useDraftPart } from '../drafts.ts'
import { refreshHistory } from '../history/versions.ts'

interface SaveVersionProps {
  id: string
  isOpen: boolean
  onClose: () => void
}

/** Freezes the draft with a note that the history will show. */
export function SaveVersion({ id, isOpen, onClose }: SaveVersionProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Save version">
      <SaveForm id={id} onClose={onClose} />
    </Modal>
  )
}

function SaveForm({ id, onClose }: { id: string; onClose: () => void }) {
  const [note, setNote] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const latestVersion = useDraftPart(id, ({ template }) => template.latestVersion)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await flush(id)
      const version = await rpc.template.createVersion({ template: id, note })
      adopt(await rpc.template.get({ template: id }))
      refreshHistory(id)
      tell(
        version.number === latestVersion
          ? `Nothing changed since v${version.number}: no new version was made.`
          : `Saved as v${version.number}.`,
      )
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          A version never changes again. It becomes v{(latestVersion ?? 0) + 1}, unless the draft
          equals an earlier one.
        </Text>
        <Textarea
          label="Note"
          description="What changed and why, for the history."
          data-autofocus
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
