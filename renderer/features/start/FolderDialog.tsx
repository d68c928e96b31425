import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../rpc/page.ts'
import { workspaceAddress } from '../../rpc/workspace.ts'
import { DialogForm, FormDialog } from '../../ui/FormDialog.tsx'
import { leaveFor } from '../../ui/shell/leave.ts'

export type FolderDeed = 'open' | 'create'

const words = {
  open: {
    title: 'Open a workspace',
    submit: 'Open',
    hint: 'The folder that holds its file workspace.sqlite.',
  },
  create: {
    title: 'New workspace',
    submit: 'Make it',
    hint: 'It is made where it is not there yet.',
  },
} as const

interface FolderDialogProps {
  deed: FolderDeed | null
  onClose: () => void
}

/** Asks for a folder and shows the workspace in it in place of this one. */
export function FolderDialog({ deed, onClose }: FolderDialogProps) {
  return (
    <FormDialog isOpen={deed !== null} onClose={onClose} title={words[deed ?? 'open'].title}>
      {deed !== null && <FolderForm deed={deed} />}
    </FormDialog>
  )
}

function FolderForm({ deed }: { deed: FolderDeed }) {
  const [folder, setFolder] = useState('')
  const [withSample, setSample] = useState(false)
  const submit = async () => {
    const asked =
      deed === 'open'
        ? rpc.workspace.open({ folder })
        : rpc.workspace.create({ folder, withSample })
    leaveFor(workspaceAddress((await asked).id))
  }
  return (
    <DialogForm submitLabel={words[deed].submit} isReady={folder.trim() !== ''} onSubmit={submit}>
      <TextInput
        label="Folder"
        description={words[deed].hint}
        placeholder="~/prompts/support"
        data-autofocus
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
      />
      {deed === 'create' && (
        <Checkbox
          size="xs"
          label="With the sample templates and the GSM8K dataset in it"
          checked={withSample}
          onChange={(event) => setSample(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  )
}
