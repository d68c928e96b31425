import { Autocomplete, Radio, Stack, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { KeptTry } from '#shared/contract/model.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { formatCount } from '../../../ui/format.ts'
import { datasets } from '../inputs/datasets.ts'

interface SaveAsCaseProps {
  kept: KeptTry
  isOpen: boolean
  onClose: () => void
}

/** Makes a case of what was tried: its values are the inputs, its answer is what one decides here. */
export function SaveAsCase({ kept, isOpen, onClose }: SaveAsCaseProps) {
  return (
    <FormDialog isOpen={isOpen} onClose={onClose} title="Save as a case">
      <SaveForm kept={kept} />
    </FormDialog>
  )
}

/** The model as a dataset names whose answer it recorded. */
const recordedAs = (ref: string) => ref.replace(/^(provider:[^/]+\/|recorded:)/, '')

function SaveForm({ kept }: { kept: KeptTry }) {
  const list = datasets.use('all')
  const names = list.state === 'ready' ? list.value.map(({ name }) => name) : []
  const [dataset, setDataset] = useState('')
  const [use, setUse] = useState('expected')
  const [tags, setTags] = useState<string[]>([])

  const submit = async () => {
    const { bindings: inputs, output, model } = kept
    const answer =
      use === 'expected'
        ? { expected: output }
        : { recordedOutputs: use === 'recorded' ? { [recordedAs(model)]: output } : {} }
    const saved = await rpc.dataset.addCases({ dataset, cases: [{ inputs, tags, ...answer }] })
    tell(
      `${saved.name} has ${formatCount(saved.caseCount)} ${saved.caseCount === 1 ? 'case' : 'cases'} now (version ${saved.version}).`,
    )
  }
  return (
    <DialogForm submitLabel="Save" isReady={dataset.trim() !== ''} onSubmit={submit}>
      <Autocomplete
        size="xs"
        label="Dataset"
        description="One that is there gets its next version; another name makes a new dataset."
        data-autofocus
        required
        data={names}
        value={dataset}
        onChange={setDataset}
      />
      <Radio.Group label="The answer is" value={use} onChange={setUse}>
        <Stack gap={6} mt={6}>
          <Radio size="xs" value="expected" label="right: the expected value of the case" />
          <Radio
            size="xs"
            value="recorded"
            label={`only what ${recordedAs(kept.model)} answered: recorded beside the case`}
          />
          <Radio size="xs" value="none" label="not kept: the inputs alone make the case" />
        </Stack>
      </Radio.Group>
      <TagsInput label="Tags" value={tags} onChange={setTags} />
      <Text size="xs" c="dimmed" className="mono" lineClamp={4}>
        {JSON.stringify(kept.bindings)}
      </Text>
    </DialogForm>
  )
}
