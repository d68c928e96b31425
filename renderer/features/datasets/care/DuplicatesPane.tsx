import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DuplicateGroups } from '#shared/contract/dataset/editing.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCounted } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { GroupTable } from './GroupTable.tsx'

/** Finds cases that say the same, shows them, and takes all but the first of each away when told to. */
export function DuplicatesPane({ dataset }: { dataset: Dataset }) {
  const [percent, setPercent] = useState(85)
  const [groups, setGroups] = useState<readonly DuplicateGroups[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const guarded = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const look = () =>
    guarded(async () => {
      const input = { dataset: dataset.id, threshold: percent / 100 }
      setGroups((await rpc.dataset.findDuplicates(input)).groups)
    })
  const doubles = (groups ?? []).flatMap(({ cases }) => cases.slice(1).map(({ id }) => id))
  const remove = () =>
    guarded(async () => {
      const made = await rpc.dataset.removeCases({ dataset: dataset.id, cases: doubles })
      setGroups(null)
      tell(`Version ${made.version} has ${formatCounted(made.caseCount, 'case')}.`)
    })
  return (
    <Section
      title="Duplicates"
      hint="The same but for case, spaces and punctuation; or nearly the same, by shared pieces of text."
    >
      <Group align="flex-end" mb="sm">
        <NumberInput
          w={220}
          label="Nearly the same from, %"
          min={50}
          max={100}
          value={percent}
          onChange={(value) => setPercent(Number(value))}
        />
        <Button loading={isBusy} onClick={look}>
          Look for duplicates
        </Button>
        {doubles.length > 0 && (
          <Button
            variant="default"
            onClick={() =>
              askOnce({
                title: `Remove ${formatCounted(doubles.length, 'case')}?`,
                text: 'The first of each group stays. Earlier versions keep all of them.',
                confirm: 'Remove',
                onConfirm: () => void remove(),
              })
            }
          >
            Remove {formatCounted(doubles.length, 'duplicate')}
          </Button>
        )}
      </Group>
      {error !== null && <ErrorNotice error={error} />}
      {groups !== null && groups.length === 0 && (
        <Text size="sm">No case says the same as another.</Text>
      )}
      {groups !== null && groups.length > 0 && <GroupTable label="Duplicates" groups={groups} />}
    </Section>
  )
}
