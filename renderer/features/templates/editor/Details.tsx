import {
  Autocomplete,
  Button,
  Group,
  Modal,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { useFacetNames } from '../list/list-store.ts'

interface DetailsProps {
  template: Template
  isOpen: boolean
  onClose: () => void
}

/** What a template is called and found by; no part of its versions. */
export function Details({ template, isOpen, onClose }: DetailsProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="About this template">
      <DetailsForm template={template} onClose={onClose} />
    </Modal>
  )
}

function DetailsForm({ template, onClose }: { template: Template; onClose: () => void }) {
  const { categories, tags: knownTags } = useFacetNames()
  const [name, setName] = useState(template.name)
  const [category, setCategory] = useState(template.category)
  const [tags, setTags] = useState<string[]>([...template.tags])
  const [description, setDescription] = useState(template.description)
  const [error, setError] = useState<unknown>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await rpc.template.update({ template: template.id, name, category, tags, description })
      onClose()
      const { name: oldName } = template
      if (name !== oldName) {
        tellUndo(
          `${oldName} is called ${name} now.`,
          () =>
            void rpc.template.update({ template: template.id, name: oldName }).catch(tellFailure),
        )
      }
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          data-autofocus
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Autocomplete
          size="xs"
          label="Category"
          data={categories}
          value={category}
          onChange={setCategory}
        />
        <TagsInput label="Tags" data={knownTags} value={tags} onChange={setTags} />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          maxRows={8}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Save</Button>
        </Group>
      </Stack>
    </form>
  )
}
