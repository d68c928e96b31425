import { Autocomplete, Button, Group, Modal, Radio, Stack, TagsInput, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { KeptTry } from '#shared/contract/model.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
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
    <Modal opened={isOpen} onClose={onClose} title="Save as a case">
      <SaveForm kept={kept} onClose={onClose} />
    </Modal>
  )
}

/** The model as a dataset names whose answer it recorded. */
const recordedAs = (ref: string) => ref.replace(/^(provider:[^/]+\/|recorded:)/, '')

function SaveForm({ kept, onClose }: { kept: KeptTry; onClose: () => void }) {
  const list = datasets.use('all')
  const names = list.state === 'ready' ? list.value.map(({ name }) => name) : []
  const [dataset, setDataset] = useState('')
  const [use, setUse] = useState('expected')
  const [tags, setTags] = useState<string[]>([])
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { bindings: inputs, output, model } = kept
      const answer =
        use === 'expected'
          ? { expected: output }
          : { recordedOutputs: use === 'recorded' ? { [recordedAs(model)]: output } : {} }
      const saved = await rpc.dataset.addCases({ dataset, cases: [{ inputs, tags, ...answer }] })
      tell(
        `${saved.name} has ${formatCount(saved.caseCount)} ${saved.caseCount === 1 ? 'case' : 'cases'} now (version ${saved.version}).`,
      )
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
        {error !== null && <ErrorNotice error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} disabled={dataset.trim() === ''}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
