import { Checkbox, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../rpc/page.ts'
import { workspaceAddress } from '../../rpc/workspace.ts'
import { tell } from '../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../ui/FormDialog.tsx'
import { leaveFor } from '../../ui/shell/leave.ts'
import { whenSaved } from '../../ui/shell/saving.ts'

interface CopyDialogProps {
  isOpen: boolean
  onClose: () => void
}

/** The safe way to move a workspace: a whole copy elsewhere, and the old folder stays until one deletes it. */
export function CopyDialog({ isOpen, onClose }: CopyDialogProps) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Copy the workspace to another folder">
      <CopyForm />
    </FormDialog>
  )
}

function CopyForm() {
  const [folder, setFolder] = useState('')
  const [isGoing, setGoing] = useState(true)
  const submit = async () => {
    await whenSaved()
    const copy = await rpc.workspace.copy({ folder })
    if (isGoing) leaveFor(workspaceAddress(copy.id))
    else tell(`The copy is in ${copy.folder}.`)
  }
  return (
    <DialogForm submitLabel="Copy" isReady={folder.trim() !== ''} onSubmit={submit}>
      <Text size="sm">
        Everything in the workspace and its keys. This folder stays as it is: delete it yourself
        once you work in the copy. Backups and trial stores stay here.
      </Text>
      <TextInput
        label="Folder"
        description="It is made where it is not there yet."
        placeholder="~/prompts/galley"
        data-autofocus
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
      />
      <Checkbox
        size="xs"
        label="Go on in the copy"
        checked={isGoing}
        onChange={(event) => setGoing(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
