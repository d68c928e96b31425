import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { create } from 'zustand'
import { type Content, contentSchema } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { isName, NameFields } from '../NameFields.tsx'

type Kind = Content['body']['kind']

const useDialog = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

/** Asks for the name of a new template, from wherever one is. */
export function openCreateDialog(): void {
  useDialog.setState({ isOpen: true })
}

const close = () => useDialog.setState({ isOpen: false })

/** Every template begins as valid content with nothing in it. */
function emptyContent(kind: Kind): Content {
  return contentSchema.parse({
    body:
      kind === 'text'
        ? { kind, text: '' }
        : {
            kind,
            messages: [
              { role: 'system', content: '' },
              { role: 'user', content: '' },
            ],
          },
  })
}

export function CreateTemplate() {
  const isOpen = useDialog((state) => state.isOpen)
  return (
    <FormDialog isOpen={isOpen} onClose={close} title="New template">
      <CreateForm />
    </FormDialog>
  )
}

function CreateForm() {
  const [name, setName] = useState('')
  const [category, setCategory] = useState('')
  const [kind, setKind] = useState<Kind>('messages')

  const submit = async () => {
    const made = await rpc.template.create({ name, category, content: emptyContent(kind) })
    navigate(formatRoute(['templates', made.id]))
  }
  return (
    <DialogForm submitLabel="Create" isReady={isName(name)} onSubmit={submit}>
      <NameFields
        name={name}
        category={category}
        onName={setName}
        onCategory={setCategory}
        description="What services ask for; can be changed until it is published."
      />
      <SegmentedControl
        aria-label="Kind of template"
        value={kind}
        onChange={(value) => setKind(value === 'text' ? 'text' : 'messages')}
        data={[
          { value: 'messages', label: 'Messages (system, user, …)' },
          { value: 'text', label: 'One text' },
        ]}
      />
    </DialogForm>
  )
}
