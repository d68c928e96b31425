import { Anchor, Button, Group, Table, Text, Title } from '@mantine/core'
import type { CaseResult } from '#shared/contract/run/result.ts'
import { formatInstant } from '../../../ui/format.ts'
import { PassMark } from '../../../ui/PassMark.tsx'
import { State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { caseResults } from '../store.ts'

interface CaseResultsProps {
  dataset: string
  /** Of the case; it is the same in every version that holds it. */
  id: string
}

const words = { passed: 'Passed', failed: 'Failed', error: 'Error' } as const

/** How this case ended in the runs over it, each a way to that result. */
export function CaseResults({ dataset, id }: CaseResultsProps) {
  const key = `${dataset} ${id}`
  const resource = caseResults.use(key)
  return (
    <div>
      <Title order={3}>Results</Title>
      <State
        resource={resource}
        empty={({ items }) =>
          items.length === 0 && (
            <Text size="sm" c="dimmed">
              No run has been over this case yet.
            </Text>
          )
        }
      >
        {({ items, nextCursor }) => (
          <>
            <Table.ScrollContainer minWidth={420} scrollAreaProps={{ tabIndex: 0 }}>
              <Table aria-label="Results of this case">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={90}>Result</Table.Th>
                    <Table.Th>Version</Table.Th>
                    <Table.Th w={150}>Run</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item) => (
                    <Row key={`${item.run} ${item.id}`} item={item} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {nextCursor !== null && (
              <Button mt="sm" variant="default" onClick={() => caseResults.more(key)}>
                Show more
              </Button>
            )}
          </>
        )}
      </State>
    </div>
  )
}

function Row({ item }: { item: CaseResult }) {
  const { id, run, runAt, status, repeat, datasetVersion, ordinal, column } = item
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          <PassMark isPassed={status === 'passed'} />
          <Anchor size="sm" href={addressOf.result(run, id)}>
            {words[status]}
          </Anchor>
        </Group>
      </Table.Td>
      <Table.Td>
        <Anchor size="sm" href={addressOf.version(column.templateId, column.version)}>
          {column.templateName} v{column.version}
        </Anchor>
        <Text size="xs" c="dimmed">
          {column.model.replace(/^recorded:/, '')}
          {repeat > 0 && `, repeat ${repeat + 1}`}
        </Text>
      </Table.Td>
      <Table.Td>
        {formatInstant(runAt)}
        <Text size="xs" c="dimmed">
          case {ordinal} of v{datasetVersion}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
