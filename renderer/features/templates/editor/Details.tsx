import { TagsInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { useFacetNames } from '../list/list-store.ts'
import { isName, NameFields } from '../NameFields.tsx'

interface DetailsProps {
  template: Template
  isOpen: boolean
  onClose: () => void
}

/** What a template is called and found by; no part of its versions. */
export function Details({ template, isOpen, onClose }: DetailsProps) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="About this template">
      <DetailsForm template={template} />
    </FormDialog>
  )
}

function DetailsForm({ template }: { template: Template }) {
  const { tags: knownTags } = useFacetNames()
  const [name, setName] = useState(template.name)
  const [category, setCategory] = useState(template.category)
  const [tags, setTags] = useState<string[]>([...template.tags])
  const [description, setDescription] = useState(template.description)

  const submit = async () => {
    const { id, name: oldName } = template
    await rpc.template.update({ template: id, name, category, tags, description })
    if (name === oldName) return
    tellUndo(
      `${oldName} is called ${name} now.`,
      () => void rpc.template.update({ template: id, name: oldName }).catch(tellFailure),
    )
  }
  return (
    <DialogForm submitLabel="Save" isReady={isName(name)} onSubmit={submit}>
      <NameFields name={name} category={category} onName={setName} onCategory={setCategory} />
      <TagsInput label="Tags" data={knownTags} value={tags} onChange={setTags} />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
