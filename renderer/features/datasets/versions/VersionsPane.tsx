import { Anchor, Badge, Group, Select, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { CaseChange } from '#shared/contract/dataset/editing.ts'
import { rpc } from '../../../rpc/page.ts'
import { formatCount, formatInstant } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { createResources } from '../../../ui/resource.ts'
import { State } from '../../../ui/State.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import { show } from '../cases/columns.ts'
import { versions } from '../store.ts'

const diffs = createResources((key) => {
  const [dataset = '', from, to] = key.split(' ')
  return rpc.dataset.diff({ dataset, from: Number(from), to: Number(to) })
})

/** Every version with its reason, and what changed between two of them. */
export function VersionsPane({ dataset }: { dataset: Dataset }) {
  const resource = versions.use(dataset.id)
  return (
    <State resource={resource}>
      {(items) => (
        <>
          <Section title="Versions" hint="A version never changes; a run names the one it used.">
            <Table aria-label="Versions">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={90}>Version</Table.Th>
                  <Table.Th w={90} ta="right">
                    Cases
                  </Table.Th>
                  <Table.Th w={200}>Made</Table.Th>
                  <Table.Th>Why</Table.Th>
                  <Table.Th w={110}>Used by</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map(({ version, caseCount, createdAt, note }) => (
                  <Table.Tr key={version}>
                    <Table.Td>v{version}</Table.Td>
                    <Table.Td ta="right">{formatCount(caseCount)}</Table.Td>
                    <Table.Td>{formatInstant(createdAt)}</Table.Td>
                    <Table.Td>{note}</Table.Td>
                    <Table.Td>
                      <Anchor
                        size="sm"
                        aria-label={`Runs over v${version}`}
                        href={formatRoute(['runs'], { ofDataset: dataset.id, ofVersion: version })}
                      >
                        its runs
                      </Anchor>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Section>
          {items.length > 1 && <Difference dataset={dataset} />}
        </>
      )}
    </State>
  )
}

function Difference({ dataset }: { dataset: Dataset }) {
  const numbers = Array.from({ length: dataset.version }, (_, at) => String(dataset.version - at))
  const [from, setFrom] = useState(String(dataset.version - 1))
  const [to, setTo] = useState(String(dataset.version))
  const resource = diffs.use(`${dataset.id} ${from} ${to}`)
  const choose = (label: string, value: string, set: (next: string) => void) => (
    <Select
      w={110}
      label={label}
      data={numbers}
      value={value}
      onChange={(next) => next && set(next)}
    />
  )
  return (
    <Section title="What changed" hint="Case by case; other inputs make another case.">
      <Stack gap="sm">
        <Group>
          {choose('From version', from, setFrom)}
          {choose('To version', to, setTo)}
        </Group>
        <State resource={resource}>
          {({ added, removed, changed, changes }) => (
            <>
              <Text size="sm" role="status">
                {formatCount(added)} added, {formatCount(removed)} removed, {formatCount(changed)}{' '}
                changed.
              </Text>
              {changes.length > 0 && <Changes changes={changes} />}
            </>
          )}
        </State>
      </Stack>
    </Section>
  )
}

const words = { added: 'added', removed: 'removed', changed: 'changed' } as const

function Changes({ changes }: { changes: readonly CaseChange[] }) {
  return (
    <Table aria-label="Changed cases">
      <Table.Tbody>
        {changes.map(({ kind, id, ordinal, fields, before, after }) => (
          <Table.Tr key={`${kind} ${id}`}>
            <Table.Td w={110}>
              <Badge variant="default">{words[kind]}</Badge>
            </Table.Td>
            <Table.Td w={70}>#{ordinal}</Table.Td>
            <Table.Td>
              <Text size="sm" lineClamp={2}>
                {Object.values((after ?? before)?.inputs ?? {})
                  .map(show)
                  .join(' · ')}
              </Text>
              {fields.map((field) => (
                <Text key={field} size="sm" c="dimmed" lineClamp={2}>
                  {field}
                  {field === 'expected' && `: ${show(before?.expected)} → ${show(after?.expected)}`}
                </Text>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
