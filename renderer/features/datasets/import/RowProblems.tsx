import { Table, Text } from '@mantine/core'
import { formatCount } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'

interface RowProblem {
  row: number
  column: string | null
  message: string
}

interface RowProblemsProps {
  problems: readonly RowProblem[]
  title: string
}

const SHOWN = 200

/** Rows that cannot be taken, with the place to mend. */
export function RowProblems({ problems, title }: RowProblemsProps) {
  return (
    <Notice isUrgent tone="bad" title={title}>
      <Table aria-label="Rows that cannot be read">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={80}>Row</Table.Th>
            <Table.Th w={160}>Column</Table.Th>
            <Table.Th>What is wrong</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {problems.slice(0, SHOWN).map(({ row, column, message }) => (
            <Table.Tr key={`${row} ${column} ${message}`}>
              <Table.Td>{row}</Table.Td>
              <Table.Td className="mono">{column ?? '–'}</Table.Td>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {problems.length > SHOWN && (
        <Text size="sm">and {formatCount(problems.length - SHOWN)} more.</Text>
      )}
    </Notice>
  )
}
