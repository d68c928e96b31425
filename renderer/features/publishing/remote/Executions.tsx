import { Table } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useState } from 'react'
import type { Execution } from '#shared/contract/execution.ts'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCount, formatDuration, formatInstant, formatShare } from '../../../ui/format.ts'
import { DataGrid, type GridColumn } from '../../../ui/grid/DataGrid.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { executions, performance } from '../store.ts'
import { ExecutionDrawer } from './ExecutionDrawer.tsx'

/** What production did: figures per version, then every execution. */
export function Executions({ remote }: { remote: string }) {
  const resource = executions.use(remote)
  const [shown, setShown] = useState<Execution | null>(null)
  return (
    <>
      <Performance remote={remote} />
      <Section title="Executions">
        <State
          resource={resource}
          empty={({ items }) =>
            items.length === 0 && (
              <Empty icon={IconActivity} title="No executions yet">
                Services that render with the production client record theirs here.
              </Empty>
            )
          }
        >
          {({ items }) => (
            <div style={{ height: 420 }}>
              <DataGrid
                label="Executions"
                rows={items}
                columns={columns}
                getId={(row) => row.id}
                onOpen={setShown}
                onEndReached={() => executions.more(remote)}
              />
            </div>
          )}
        </State>
      </Section>
      <ExecutionDrawer value={shown} onClose={() => setShown(null)} />
    </>
  )
}

const columns: readonly GridColumn<Execution>[] = [
  {
    headerName: 'When',
    width: 170,
    valueGetter: ({ data }) => formatInstant(data?.executedAt ?? null),
  },
  { headerName: 'Template', field: 'templateName', flex: 2, minWidth: 140 },
  {
    headerName: 'Version',
    width: 90,
    valueGetter: ({ data }) => (data?.templateVersion === null ? '–' : `v${data?.templateVersion}`),
  },
  { headerName: 'Status', field: 'status', width: 110 },
  { headerName: 'Arm', field: 'arm', width: 100 },
  { headerName: 'User', field: 'userId', flex: 1, minWidth: 90 },
  {
    headerName: 'Time',
    width: 100,
    valueGetter: ({ data }) => formatDuration(data?.responseTimeMs ?? null),
  },
  { headerName: 'Guardrails', field: 'guardrailAction', width: 110 },
]

function Performance({ remote }: { remote: string }) {
  const resource = performance.use(remote)
  if (resource.state !== 'ready' || resource.value.length === 0) return null
  return (
    <Section title="Figures per version">
      <Table aria-label="Figures per version">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Template</Table.Th>
            <Table.Th ta="right">Executions</Table.Th>
            <Table.Th ta="right">
              <Explained text="Executions with status success over all executions of the version.">
                Success
              </Explained>
            </Table.Th>
            <Table.Th ta="right">
              <Explained text="Mean of the response times that were recorded.">Mean time</Explained>
            </Table.Th>
            <Table.Th ta="right">Mean tokens</Table.Th>
            <Table.Th ta="right">Mean cost</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {resource.value.map((row) => (
            <Table.Tr key={`${row.templateName} ${row.version}`}>
              <Table.Td>
                {row.templateName} v{row.version}
              </Table.Td>
              <Table.Td ta="right">{formatCount(row.totalExecutions)}</Table.Td>
              <Table.Td ta="right">{formatShare(row.successRate)}</Table.Td>
              <Table.Td ta="right">{formatDuration(row.averageResponseTimeMs)}</Table.Td>
              <Table.Td ta="right">
                {row.averageTokenCount === null
                  ? '–'
                  : formatCount(Math.round(row.averageTokenCount))}
              </Table.Td>
              <Table.Td ta="right">
                {row.averageCostUsd === null ? '–' : `$${row.averageCostUsd.toFixed(4)}`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
