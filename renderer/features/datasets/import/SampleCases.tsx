import { Table, Text } from '@mantine/core'
import type { Case } from '#shared/contract/dataset/dataset.ts'
import { formatCounted } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'

interface SampleCasesProps {
  sample: readonly Omit<Case, 'id'>[]
  rowCount: number
}

const show = (value: unknown) =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)

/** The first cases as they would be stored. */
export function SampleCases({ sample, rowCount }: SampleCasesProps) {
  const names = [...new Set(sample.flatMap((one) => Object.keys(one.inputs)))]
  return (
    <Section
      title="First cases"
      hint={`${formatCounted(rowCount, 'row')} in the file; these are the first ${sample.length}.`}
    >
      <Table.ScrollContainer minWidth={480}>
        <Table aria-label="First cases">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>#</Table.Th>
              {names.map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
              <Table.Th>Expected</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sample.map((one) => (
              <Table.Tr key={one.ordinal}>
                <Table.Td>{one.ordinal}</Table.Td>
                {names.map((name) => (
                  <Table.Td key={name}>
                    <Text size="sm" lineClamp={3}>
                      {show(one.inputs[name])}
                    </Text>
                  </Table.Td>
                ))}
                <Table.Td>{show(one.expected)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}
