import { Anchor, Table } from '@mantine/core'
import type { TrendPoint } from '#shared/contract/run/comparison.ts'
import { Explained } from '../../../ui/Explained.tsx'
import {
  formatCost,
  formatCount,
  formatDuration,
  formatInstant,
  formatShare,
} from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'

interface PointTableProps {
  template: string
  points: readonly TrendPoint[]
}

/** The points of the charts in figures, newest first; each is a link to its run. */
export function PointTable({ template, points }: PointTableProps) {
  return (
    <Section title="Runs">
      <Table aria-label="Runs of the trend">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Run</Table.Th>
            <Table.Th>Version</Table.Th>
            <Table.Th>Dataset</Table.Th>
            <Table.Th ta="right">Cases</Table.Th>
            <Table.Th ta="right">
              <Explained text="Share of the cases that passed. In brackets its 95% interval (Wilson).">
                Pass rate
              </Explained>
            </Table.Th>
            <Table.Th ta="right">Response time</Table.Th>
            <Table.Th ta="right">Cost</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.toReversed().map((one) => (
            <Table.Tr key={`${one.run} ${one.column}`}>
              <Table.Td>
                <Anchor size="sm" underline="always" href={addressOf.run(one.run)}>
                  {formatInstant(one.createdAt)}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <Anchor size="sm" href={addressOf.version(template, one.version)}>
                  v{one.version}
                </Anchor>
              </Table.Td>
              <Table.Td>v{one.datasetVersion}</Table.Td>
              <Table.Td ta="right">{formatCount(one.n)}</Table.Td>
              <Table.Td ta="right">
                {formatShare(one.passRate)} ({formatShare(one.low)} to {formatShare(one.high)})
              </Table.Td>
              <Table.Td ta="right">{formatDuration(one.meanLatencyMs)}</Table.Td>
              <Table.Td ta="right">{formatCost(one.cost)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
