import { Table, Text } from '@mantine/core'
import type { Comparison, MetricComparison } from '#shared/contract/run/comparison.ts'
import { unitOf } from '#shared/domain/comparison/metric-text.ts'
import { Explained } from '../../../ui/Explained.tsx'
import {
  formatChange,
  formatCount,
  formatIn,
  formatPointsRange,
  formatPValue,
  formatShare,
} from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'

const changes = {
  better: 'Better',
  worse: 'Worse',
  no_significant_change: 'No difference shown',
  not_comparable: 'Not comparable',
} as const

/** Every metric with its interval, and the same question within tags and splits. */
export function Metrics({ comparison }: { comparison: Comparison }) {
  return (
    <>
      <Section
        title="All metrics"
        hint="Candidate minus baseline over paired cases; p-values are corrected for the number of metrics."
      >
        <Table aria-label="Metrics">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Metric</Table.Th>
              <Table.Th ta="right">Baseline</Table.Th>
              <Table.Th ta="right">Candidate</Table.Th>
              <Table.Th ta="right">Difference</Table.Th>
              <Table.Th ta="right">95% interval</Table.Th>
              <Table.Th ta="right">
                <Explained text="McNemar's test for pass and fail, Wilcoxon's signed-rank test for scores, corrected by Holm.">
                  p-value
                </Explained>
              </Table.Th>
              <Table.Th>Change</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {comparison.metrics.map((one) => (
              <MetricRow key={one.metric} one={one} />
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      {comparison.groups.length > 0 && <Groups groups={comparison.groups} />}
    </>
  )
}

function MetricRow({ one }: { one: MetricComparison }) {
  const unit = unitOf(one.metric)
  const { low, high } = one
  const isShare = unit === 'share'
  const range = (from: number, to: number) =>
    isShare
      ? formatPointsRange(from, to)
      : `${formatChange(unit, from)} to ${formatChange(unit, to)}`
  return (
    <Table.Tr>
      <Table.Td>{one.metric}</Table.Td>
      <Table.Td ta="right">{formatIn(unit, one.baseline)}</Table.Td>
      <Table.Td ta="right">{formatIn(unit, one.candidate)}</Table.Td>
      <Table.Td ta="right">{formatChange(unit, one.difference)}</Table.Td>
      <Table.Td ta="right">{low === null || high === null ? 'n/a' : range(low, high)}</Table.Td>
      <Table.Td ta="right">{one.pAdjusted === null ? 'n/a' : formatPValue(one.pAdjusted)}</Table.Td>
      <Table.Td>{changes[one.change]}</Table.Td>
    </Table.Tr>
  )
}

function Groups({ groups }: { groups: Comparison['groups'] }) {
  return (
    <Section title="By tag and split" hint="p-values are corrected for the number of groups.">
      <Table aria-label="Groups" maw={760}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Group</Table.Th>
            <Table.Th ta="right">Cases</Table.Th>
            <Table.Th ta="right">Baseline</Table.Th>
            <Table.Th ta="right">Candidate</Table.Th>
            <Table.Th ta="right">p-value</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((one) => (
            <Table.Tr key={one.group}>
              <Table.Td>
                <Text size="sm">{one.group.replace(':', ' ')}</Text>
              </Table.Td>
              <Table.Td ta="right">{formatCount(one.pairs)}</Table.Td>
              <Table.Td ta="right">{formatShare(one.baselineRate)}</Table.Td>
              <Table.Td ta="right">{formatShare(one.candidateRate)}</Table.Td>
              <Table.Td ta="right">
                {one.pAdjusted === null ? 'n/a' : formatPValue(one.pAdjusted)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}
