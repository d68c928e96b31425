import { PasswordInput, Select, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ProviderKind, providerKindSchema } from '#shared/contract/provider.ts'
import { rpc } from '../../rpc/page.ts'
import { DialogForm, FormDialog } from '../../ui/FormDialog.tsx'

interface AddProviderProps {
  isOpen: boolean
  onClose: () => void
  onAdded: () => void
}

export function AddProvider({ isOpen, onClose, onAdded }: AddProviderProps) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Add a provider">
      <AddForm onAdded={onAdded} />
    </FormDialog>
  )
}

const kinds = [
  { value: 'openai-compatible', label: 'OpenAI or compatible (Ollama, vLLM, LM Studio)' },
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'google', label: 'Google' },
]

const empty = { name: '', baseUrl: '', apiKey: '', models: [] as string[] }

function AddForm({ onAdded }: { onAdded: () => void }) {
  const [kind, setKind] = useState<ProviderKind>('openai-compatible')
  const [form, setForm] = useState(empty)
  const set = (changed: Partial<typeof empty>) => setForm((before) => ({ ...before, ...changed }))

  const submit = async () => {
    const { name, baseUrl, apiKey, models } = form
    await rpc.provider.create({
      name,
      kind,
      models,
      ...(baseUrl === '' ? {} : { baseUrl }),
      ...(apiKey === '' ? {} : { apiKey }),
    })
    onAdded()
  }
  return (
    <DialogForm submitLabel="Add" onSubmit={submit}>
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
    </DialogForm>
  )
}
