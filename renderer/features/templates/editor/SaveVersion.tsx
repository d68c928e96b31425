import { Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
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
    <FormDialog isOpen={isOpen} onClose={onClose} title="Save version">
      <SaveForm id={id} />
    </FormDialog>
  )
}

function SaveForm({ id }: { id: string }) {
  const [note, setNote] = useState('')
  const latestVersion = useDraftPart(id, ({ template }) => template.latestVersion)

  const submit = async () => {
    await flush(id)
    const version = await rpc.template.createVersion({ template: id, note })
    adopt(await rpc.template.get({ template: id }))
    refreshHistory(id)
    tell(
      version.number === latestVersion
        ? `Nothing changed since v${version.number}: no new version was made.`
        : `Saved as v${version.number}.`,
    )
  }
  return (
    <DialogForm submitLabel="Save" onSubmit={submit}>
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
    </DialogForm>
  )
}
