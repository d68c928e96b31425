import { Autocomplete, Input, Radio, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import { DialogForm, FormDialog } from './FormDialog.tsx'

export interface CaseChoice<Use extends string> {
  dataset: string
  use: Use
  tags: string[]
}

interface SaveAsCaseProps<Use extends string> {
  /** Datasets that are there. */
  names: readonly string[]
  /** What the answer can be to the case, the usual one first. */
  uses: readonly { value: Use; label: string }[]
  /** The inputs, for a last look. */
  preview: string
  onSave: (choice: CaseChoice<Use>) => Promise<unknown>
}

interface SaveAsCaseDialogProps<Use extends string> extends SaveAsCaseProps<Use> {
  isOpen: boolean
  onClose: () => void
}

/** Asks what an answer that was seen somewhere becomes as a case: where it goes, and whether it was right. */
export function SaveAsCaseDialog<Use extends string>(props: SaveAsCaseDialogProps<Use>) {
  const { isOpen, onClose, ...form } = props
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Save as a case">
      <SaveForm {...form} />
    </FormDialog>
  )
}

function SaveForm<Use extends string>({ names, uses, preview, onSave }: SaveAsCaseProps<Use>) {
  const [dataset, setDataset] = useState('')
  const [use, setUse] = useState(uses[0]?.value)
  const [tags, setTags] = useState<string[]>([])
  const submit = async () => {
    if (use !== undefined) await onSave({ dataset, use, tags })
  }
  return (
    <DialogForm submitLabel="Save" isReady={dataset.trim() !== ''} onSubmit={submit}>
      <Autocomplete
        label="Dataset"
        description="One that is there gets its next version; another name makes a new dataset."
        data-autofocus
        // Opened by the focus alone, its list would lie over the other questions.
        openOnFocus={false}
        required
        data={[...names]}
        value={dataset}
        onChange={setDataset}
      />
      <Radio.Group
        label="The answer is"
        value={use ?? null}
        onChange={(next) => setUse(uses.find(({ value }) => value === next)?.value)}
      >
        <Stack gap={6} mt={6}>
          {uses.map(({ value, label }) => (
            <Radio key={value} size="xs" value={value} label={label} />
          ))}
        </Stack>
      </Radio.Group>
      <TagsInput label="Tags" value={tags} onChange={setTags} />
      <Input.Wrapper label="Inputs" labelElement="div">
        <Text size="xs" c="dimmed" className="mono" lineClamp={4}>
          {preview}
        </Text>
      </Input.Wrapper>
    </DialogForm>
  )
}
