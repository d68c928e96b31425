import { PasswordInput, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { create } from 'zustand'
import { rpc } from '../../rpc/page.ts'
import { DialogForm, FormDialog } from '../../ui/FormDialog.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { refreshRemotes } from './store.ts'

const useDialog = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

/** Asks which shared store to add. */
export function openAddRemote(): void {
  useDialog.setState({ isOpen: true })
}

const close = () => useDialog.setState({ isOpen: false })

export function AddRemote() {
  const isOpen = useDialog((state) => state.isOpen)
  return (
    <FormDialog isOpen={isOpen} onClose={close} title="Add a shared store">
      <AddForm />
    </FormDialog>
  )
}

const hints = {
  trial: 'A real Postgres that Galley starts on this machine: for trying, nothing to install.',
  postgres: 'The database that production services read. Password and user go to the secret store.',
} as const

function AddForm() {
  const [kind, setKind] = useState<'trial' | 'postgres'>('trial')
  const [name, setName] = useState('trial')
  const [connectionString, setConnectionString] = useState('')
  const submit = async () => {
    const remote =
      kind === 'trial'
        ? await rpc.remote.add({ name, isTrial: true })
        : await rpc.remote.add({ name, connectionString })
    refreshRemotes()
    navigate(formatRoute(['publishing', remote.name]))
  }
  return (
    <DialogForm submitLabel="Add" onSubmit={submit}>
      <SegmentedControl
        aria-label="Kind of store"
        value={kind}
        onChange={(value) => setKind(value === 'postgres' ? value : 'trial')}
        data={[
          { value: 'trial', label: 'Trial, on this machine' },
          { value: 'postgres', label: 'Postgres' },
        ]}
      />
      <Text size="sm" c="dimmed">
        {hints[kind]}
      </Text>
      <TextInput
        label="Name"
        data-autofocus
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {kind === 'postgres' && (
        <PasswordInput
          label="Connection string"
          description="postgres://user:password@host:5432/database"
          required
          value={connectionString}
          onChange={(event) => setConnectionString(event.currentTarget.value)}
        />
      )}
    </DialogForm>
  )
}
