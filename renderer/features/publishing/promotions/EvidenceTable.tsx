import { Anchor, Badge, Group, Table, Text } from '@mantine/core'
import type { Evidence } from '#shared/contract/evidence.ts'
import { unitOf } from '#shared/domain/comparison/metric-text.ts'
import { Explained } from '../../../ui/Explained.tsx'
import {
  formatCount,
  formatId,
  formatIn,
  formatInRange,
  formatInstant,
} from '../../../ui/format.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'

/** What a run showed of a version: the gate's verdict, metrics with intervals, guardrails. */
export function EvidenceTable({ evidence }: { evidence: Evidence }) {
  const { gate, metrics, guardrails } = evidence
  return (
    <>
      <Group gap="xs" mt={4}>
        <Badge color="ink" variant="light">
          {gate.name}: {gate.isPassed ? 'passed' : 'failed'}
        </Badge>
        <Text size="sm">{gate.reason}</Text>
      </Group>
      <Text size="sm" c="dimmed" title={`Dataset version ${evidence.datasetVersionHash}`}>
        Run{' '}
        <Anchor
          className="mono"
          underline="always"
          inherit
          href={addressOf.run(evidence.runId)}
          title="Opens in the workspace that ran it"
        >
          {formatId(evidence.runId)}
        </Anchor>{' '}
        of {evidence.model} over {evidence.datasetName} v{evidence.datasetVersion} (
        <span className="mono">{evidence.datasetVersionHash.slice(0, 12)}</span>),{' '}
        {formatInstant(evidence.evaluatedAt)}
      </Text>
      <Table aria-label="Metrics of the evidence" mt={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Metric</Table.Th>
            <Table.Th ta="right">Value</Table.Th>
            <Table.Th ta="right">
              <Explained text="95% interval: where the true value is likely to lie.">
                Interval
              </Explained>
            </Table.Th>
            <Table.Th ta="right">Cases</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {metrics.map(({ name, value, low, high, n }) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{formatIn(unitOf(name), value)}</Table.Td>
              <Table.Td ta="right">
                {low === null || high === null ? '–' : formatInRange(unitOf(name), low, high)}
              </Table.Td>
              <Table.Td ta="right">{formatCount(n)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {guardrails.map(({ name, isPassed, checked, violations }) => (
        <Text key={name} size="sm" mt={4}>
          Guardrail {name}: {isPassed ? 'passed' : 'failed'}, {formatCount(violations)} of{' '}
          {formatCount(checked)} cells
        </Text>
      ))}
    </>
  )
}
