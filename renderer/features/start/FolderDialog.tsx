import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { rpc } from '../../rpc/page.ts'
import { workspaceAddress } from '../../rpc/workspace.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { leaveFor } from '../../ui/shell/leave.ts'

export type FolderDeed = 'open' | 'create'

const words = {
  open: {
    title: 'Open a workspace',
    confirm: 'Open',
    hint: 'The folder that holds its file workspace.sqlite.',
  },
  create: {
    title: 'New workspace',
    confirm: 'Make it',
    hint: 'It is made where it is not there yet.',
  },
} as const

interface Props {
  deed: FolderDeed | null
  onClose: () => void
}

/** Asks for a folder and shows the workspace in it in place of this one. */
export function FolderDialog({ deed, onClose }: Props) {
  return (
    <Modal
      opened={deed !== null}
      onClose={onClose}
      title={words[deed ?? 'open'].title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {deed !== null && <FolderForm deed={deed} onClose={onClose} />}
    </Modal>
  )
}

function FolderForm({ deed, onClose }: { deed: FolderDeed; onClose: () => void }) {
  const [folder, setFolder] = useState('')
  const [withSample, setSample] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const input = deed === 'open' ? { folder } : { folder, withSample }
      const { id } = await rpc.workspace[deed](input)
      onClose()
      leaveFor(workspaceAddress(id))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Folder"
          description={words[deed].hint}
          placeholder="~/prompts/support"
          data-autofocus
          required
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        {deed === 'create' && (
          <Checkbox
            label="With the sample templates and the GSM8K dataset in it"
            checked={withSample}
            onChange={(event) => setSample(event.currentTarget.checked)}
          />
        )}
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            {words[deed].confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
