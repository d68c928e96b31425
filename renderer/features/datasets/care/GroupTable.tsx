import { Table, Text } from '@mantine/core'
import type { DuplicateGroups } from '#shared/contract/dataset/editing.ts'
import { formatShare } from '../../../ui/format.ts'
import { show } from '../cases/columns.ts'

const mostShown = 200

/** Groups of cases that say the same, each with its first cases side by side. */
export function GroupTable({
  label,
  groups,
}: {
  label: string
  groups: readonly DuplicateGroups[]
}) {
  return (
    <Table aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={110}>Alike</Table.Th>
          <Table.Th>Cases</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {groups.slice(0, mostShown).map(({ kind, similarity, cases }) => (
          <Table.Tr key={cases[0]?.id}>
            <Table.Td>{kind === 'exact' ? 'the same' : formatShare(similarity)}</Table.Td>
            <Table.Td>
              {cases.slice(0, 5).map(({ id, ordinal, inputs, split }) => (
                <Text key={id} size="sm" lineClamp={2}>
                  #{ordinal}
                  {split === null ? '' : ` (${split})`}{' '}
                  {Object.values(inputs).map(show).join(' · ')}
                </Text>
              ))}
              {cases.length > 5 && <Text size="sm">and {cases.length - 5} more</Text>}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
