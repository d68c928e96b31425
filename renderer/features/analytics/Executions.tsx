import { SegmentedControl } from '@mantine/core'
import { IconActivity } from '@tabler/icons-react'
import { useState } from 'react'
import type { Execution } from '#shared/contract/execution.ts'
import { formatDuration, formatInstant } from '../../ui/format.ts'
import { DataGrid, type GridColumn } from '../../ui/grid/DataGrid.tsx'
import { Section } from '../../ui/Page.tsx'
import { Empty, State } from '../../ui/State.tsx'
import { ExecutionDrawer } from './ExecutionDrawer.tsx'
import { executions, executionsKey, type Question, type Shown } from './store.ts'

/** Single executions, newest first, read from the store page by page. */
export function Executions({ question }: { question: Question }) {
  const [show, setShow] = useState<Shown>('all')
  const key = executionsKey(question, show)
  const resource = executions.use(key)
  const [opened, setOpened] = useState<Execution | null>(null)
  return (
    <Section
      title="Executions"
      actions={
        <SegmentedControl
          aria-label="Which executions"
          value={show}
          onChange={(next) => setShow(next as Shown)}
          data={[
            { value: 'all', label: 'All' },
            { value: 'failed', label: 'Failed' },
            { value: 'violations', label: 'Violations' },
          ]}
        />
      }
    >
      <State
        resource={resource}
        empty={({ items }) =>
          items.length === 0 && (
            <Empty icon={IconActivity} title="No such executions">
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
              onOpen={setOpened}
              onEndReached={() => executions.more(key)}
            />
          </div>
        )}
      </State>
      <ExecutionDrawer value={opened} remote={question.remote} onClose={() => setOpened(null)} />
    </Section>
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
  { headerName: 'Model', field: 'model', width: 130 },
  { headerName: 'User', field: 'userId', flex: 1, minWidth: 90 },
  {
    headerName: 'Time',
    width: 100,
    valueGetter: ({ data }) => formatDuration(data?.responseTimeMs ?? null),
  },
  { headerName: 'Guardrails', field: 'guardrailAction', width: 110 },
]
