import {
  Button,
  Group,
  Modal,
  PasswordInput,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type ProviderKind, providerKindSchema } from '#shared/contract/provider.ts'
import { rpc } from '../../rpc/page.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'

interface Props {
  onClose: () => void
  onAdded: () => void
}

export function AddProvider({ isOpen, ...props }: Props & { isOpen: boolean }) {
  return (
    <Modal
      opened={isOpen}
      onClose={props.onClose}
      title="Add a provider"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <AddForm {...props} />
    </Modal>
  )
}

const kinds = [
  { value: 'openai-compatible', label: 'OpenAI or compatible (Ollama, vLLM, LM Studio)' },
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'google', label: 'Google' },
]

const empty = { name: '', baseUrl: '', apiKey: '', models: [] as string[] }

function AddForm({ onClose, onAdded }: Props) {
  const [kind, setKind] = useState<ProviderKind>('openai-compatible')
  const [form, setForm] = useState(empty)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const set = (changed: Partial<typeof empty>) => setForm((before) => ({ ...before, ...changed }))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const { name, baseUrl, apiKey, models } = form
    try {
      await rpc.provider.create({
        name,
        kind,
        models,
        ...(baseUrl === '' ? {} : { baseUrl }),
        ...(apiKey === '' ? {} : { apiKey }),
      })
      onAdded()
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
        <TextInput
          label="Name"
          description="It stands in model names: provider:NAME/MODEL"
          data-autofocus
          required
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          label="Format"
          allowDeselect={false}
          data={kinds}
          value={kind}
          onChange={(value) => setKind(providerKindSchema.catch(kind).parse(value))}
        />
        <TextInput
          label="Base URL"
          description="e.g. https://api.openai.com/v1, or http://127.0.0.1:11434/v1 for Ollama"
          required={kind === 'openai-compatible'}
          value={form.baseUrl}
          onChange={(event) => set({ baseUrl: event.currentTarget.value })}
        />
        <PasswordInput
          label="Key"
          description="Kept in the secret store; local servers need none."
          value={form.apiKey}
          onChange={(event) => set({ apiKey: event.currentTarget.value })}
        />
        <TagsInput
          label="Models"
          description="Press Enter after each name."
          value={form.models}
          onChange={(models) => set({ models })}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
