import { Group, Select, Table, TextInput } from '@mantine/core'
import type { ColumnMapping } from '#shared/contract/dataset/dataset.ts'
import { Section } from '../../../ui/Page.tsx'
import { mapColumn, useImport } from './import-store.ts'

type Target = ColumnMapping[string]

const kinds = [
  { value: 'input', label: 'Input variable' },
  { value: 'expected', label: 'Expected answer' },
  { value: 'tags', label: 'Tags' },
  { value: 'metadata', label: 'Metadata' },
  { value: 'recorded', label: 'Recorded output of a model' },
  { value: 'assertion', label: 'Assertion of the case' },
  { value: 'metric', label: 'Metric of its assertions' },
  { value: 'threshold', label: 'Least score of the case' },
  { value: 'description', label: 'Description of the case' },
  { value: 'prefix', label: 'Text before the prompt' },
  { value: 'suffix', label: 'Text behind the prompt' },
  { value: 'assertionThreshold', label: 'Threshold of an assertion' },
  { value: 'split', label: 'Split' },
  { value: 'ignore', label: 'Leave out' },
]

/** A target of the chosen kind; names begin as the column's own. */
function targetOf(kind: string, column: string): Target {
  switch (kind) {
    case 'expected':
    case 'tags':
    case 'assertion':
    case 'metric':
    case 'threshold':
    case 'description':
    case 'split':
    case 'prefix':
    case 'suffix':
    case 'ignore':
      return { to: kind }
    case 'assertionThreshold':
      return { to: kind, assertion: 1 }
    case 'recorded':
      return { to: 'recorded', model: column }
    case 'metadata':
      return { to: 'metadata', name: column }
    default:
      return { to: 'input', name: column }
  }
}

/** What each column becomes; the guess can be changed. */
export function Mapping({ columns }: { columns: readonly string[] }) {
  const mapping = useImport((state) => state.mapping)
  return (
    <Section title="Columns" hint="What each column of the file becomes.">
      <Table aria-label="Columns of the file">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th>Becomes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column}>
              <Table.Td className="mono">{column}</Table.Td>
              <Table.Td>
                <TargetInput column={column} target={mapping[column] ?? { to: 'input' }} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

function TargetInput({ column, target }: { column: string; target: Target }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        w={230}
        aria-label={`What ${column} becomes`}
        data={kinds}
        value={target.to}
        onChange={(kind) => kind && void mapColumn(column, targetOf(kind, column))}
      />
      {target.to === 'recorded' && (
        <TextInput
          w={200}
          aria-label={`Model of ${column}`}
          defaultValue={target.model}
          onBlur={(event) => {
            const model = event.currentTarget.value.trim()
            if (model !== '') void mapColumn(column, { to: 'recorded', model })
          }}
        />
      )}
      {(target.to === 'input' || target.to === 'metadata') && (
        <TextInput
          w={200}
          aria-label={`Name of ${column}`}
          defaultValue={target.name ?? column}
          onBlur={(event) => {
            const name = event.currentTarget.value.trim()
            if (name !== '') void mapColumn(column, { ...target, name })
          }}
        />
      )}
    </Group>
  )
}
