import { Anchor, Badge, Button, Checkbox, Group, Stack, Table, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useState } from 'react'
import type { SharedGuardrail } from '#shared/contract/guardrail.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { refreshGuardrails, sharedGuardrails } from '../store.ts'
import { isDue, PlannedChanges, stateWords } from './PlannedChanges.tsx'

interface StandingProps {
  remote: string
  items: readonly SharedGuardrail[]
}

/** What stands where, by name; what differs is chosen, shown once more and published. */
export function Standing({ remote, items }: StandingProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<unknown>(null)
  const due = items.filter((item) => isDue(item) && !left.has(item.name))
  const toggle = (name: string) => {
    const next = new Set(left)
    if (!next.delete(name)) next.add(name)
    setLeft(next)
  }
  const publish = async () => {
    try {
      // As seen here: what a colleague changed since comes back as a conflict.
      const expected = Object.fromEntries(due.map(({ name, changedAt }) => [name, changedAt]))
      await rpc.guardrail.publish({ remote, names: due.map(({ name }) => name), expected })
      setError(null)
      tell(`Published to ${remote}.`)
    } catch (failure) {
      setError(failure)
    }
    sharedGuardrails.refresh(remote)
  }
  const ask = () =>
    modals.openConfirmModal({
      title: `Publish to ${remote}`,
      size: 'lg',
      children: <PlannedChanges items={due} />,
      labels: { confirm: 'Publish', cancel: 'Cancel' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => void publish(),
    })
  return (
    <Stack gap="sm">
      {error !== null && <ErrorNotice error={error} />}
      <Table.ScrollContainer minWidth={640}>
        <Table aria-label={`Guardrails in ${remote}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Publish</Table.Th>
              <Table.Th>Guardrail</Table.Th>
              <Table.Th>In the store</Table.Th>
              <Table.Th>Here</Table.Th>
              <Table.Th>There</Table.Th>
              <Table.Th>Changed there</Table.Th>
              <Table.Th> </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Row
                key={item.name}
                item={item}
                remote={remote}
                isChosen={!left.has(item.name)}
                onToggle={() => toggle(item.name)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group>
        <Button disabled={due.length === 0} onClick={ask}>
          {due.length === 0 ? 'Nothing to publish' : `Publish ${due.length}`}
        </Button>
      </Group>
    </Stack>
  )
}

async function adopt(remote: string, name: string): Promise<void> {
  try {
    await rpc.guardrail.adopt({ remote, name })
    refreshGuardrails()
    tell(`${name} is a guardrail of this workspace now.`)
  } catch (error) {
    tellFailure(error)
  }
}

const onOff = (isEnabled: boolean | null): string =>
  isEnabled === null ? '–' : isEnabled ? 'on' : 'off'

interface RowProps {
  item: SharedGuardrail
  remote: string
  isChosen: boolean
  onToggle: () => void
}

function Row({ item, remote, isChosen, onToggle }: RowProps) {
  const { name, state, isEnabledHere, isEnabledThere, changedAt, problems } = item
  const { word, explanation } = stateWords[state]
  return (
    <Table.Tr>
      <Table.Td>
        {isDue(item) && (
          <Checkbox aria-label={`Publish ${name}`} checked={isChosen} onChange={onToggle} />
        )}
      </Table.Td>
      <Table.Td>
        {state === 'only_there' ? (
          name
        ) : (
          <Anchor size="sm" href={addressOf.guardrailNamed(name)}>
            {name}
          </Anchor>
        )}
        {problems.map((problem) => (
          <Text key={problem} size="xs" c="var(--galley-bad)">
            {problem}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>
        <Explained text={explanation}>
          <Badge variant={isDue(item) ? 'light' : 'default'}>{word}</Badge>
        </Explained>
      </Table.Td>
      <Table.Td>{onOff(isEnabledHere)}</Table.Td>
      <Table.Td>{onOff(isEnabledThere)}</Table.Td>
      <Table.Td>{changedAt === null ? '–' : formatInstant(changedAt)}</Table.Td>
      <Table.Td>
        {state === 'only_there' && (
          <Button
            variant="default"
            aria-label={`Take ${name} over`}
            onClick={() => void adopt(remote, name)}
          >
            Take over
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
