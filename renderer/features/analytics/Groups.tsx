import { Button, Group as Row, SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import type { Dimension, Report } from '#shared/contract/analytics.ts'
import { formatCost, formatCount, formatDuration, formatShare } from '../../ui/format.ts'
import { DataGrid, type GridColumn } from '../../ui/grid/DataGrid.tsx'
import { Section } from '../../ui/Page.tsx'
import type { Question } from './store.ts'

type Group = Report['groups'][number]

interface GroupsProps {
  groups: readonly Group[]
  question: Question
  onBy: (by: Dimension) => void
  /** Null: all templates again. */
  onTemplate: (template: string | null) => void
}

const titles: Record<Dimension, string> = {
  template: 'Template',
  version: 'Version',
  arm: 'Arm',
  model: 'Model',
}

/** Who did how much, and at what cost: sort by a column to see the slow and the dear ones first. */
export function Groups({ groups, question, onBy, onTemplate }: GroupsProps) {
  const { by, templateName } = question
  const columns = useMemo(() => columnsOf(by), [by])
  return (
    <Section
      title="Where it comes from"
      hint="Sort by a column for the slowest, dearest or most failing; open a row to look at one template alone."
      actions={
        <Row gap="xs">
          {templateName !== undefined && (
            <Button variant="default" onClick={() => onTemplate(null)}>
              All templates
            </Button>
          )}
          <SegmentedControl
            aria-label="Rows of the table"
            value={by}
            onChange={(next) => onBy(next as Dimension)}
            data={Object.entries(titles).map(([value, label]) => ({ value, label }))}
          />
        </Row>
      }
    >
      <div style={{ height: Math.min(420, 76 + groups.length * 34) }}>
        <DataGrid
          label="Figures by origin"
          rows={groups}
          columns={columns}
          getId={(group) => group.key}
          onOpen={(group) => {
            if (group.templateName !== null) onTemplate(group.templateName)
          }}
        />
      </div>
    </Section>
  )
}

const nameOf = (group: Group, by: Dimension): string => {
  if (by === 'version') return `${group.templateName} v${group.version}`
  if (by === 'arm') return `${group.templateName}: ${group.arm || 'no experiment'}`
  return (by === 'model' ? group.model : group.templateName) || 'not recorded'
}

/** Sorted by its number, shown in its unit. */
const measure = (
  headerName: string,
  field: keyof Group,
  format: (value: number) => string,
): GridColumn<Group> => ({
  headerName,
  width: 110,
  type: 'rightAligned',
  field,
  valueFormatter: ({ value }) => (value === null || value === undefined ? '–' : format(value)),
})

const columnsOf = (by: Dimension): readonly GridColumn<Group>[] => [
  {
    headerName: titles[by],
    flex: 1,
    minWidth: 180,
    valueGetter: ({ data }) => (data === undefined ? '' : nameOf(data, by)),
  },
  measure('Executions', 'executions', formatCount),
  measure('Success', 'successRate', formatShare),
  measure('p50', 'p50Ms', formatDuration),
  measure('p95', 'p95Ms', formatDuration),
  measure('p99', 'p99Ms', formatDuration),
  measure('Tokens', 'tokens', formatCount),
  measure('Cost', 'costUsd', formatCost),
  measure('Violations', 'violations', formatCount),
]
