import { Badge, Group, Table, Text } from '@mantine/core'
import type { ExperimentMetric } from '#shared/contract/experiment/design.ts'
import type { MetricReportView } from '#shared/contract/experiment/monitor.ts'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCount, formatPValue, formatShare } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { formatDifference, formatInterval, formatValue, type Unit, unitOf } from './numbers.ts'

const roleWords = { primary: 'decides', secondary: 'reported', guardrail: 'guards' }

const heads = [
  ['Users', 'In this arm, against the control.'],
  ['Value', 'Mean, rate or quantile of the arm.'],
  ['Difference', 'Arm minus control.'],
  ['Interval', 'Of the difference; it holds at the moment it is shown, whatever the rule.'],
  ['p', 'Adjusted for several arms or several metrics.'],
  ['Better', 'Chance that the arm is better than the control.'],
] as const

interface MetricTableProps {
  metrics: readonly MetricReportView[]
  /** The metrics as designed: they know what each counts in. */
  designed: readonly ExperimentMetric[]
}

/** Every metric of every arm, the deciding one first. */
export function MetricTable({ metrics, designed }: MetricTableProps) {
  return (
    <Section
      title="Metrics"
      hint="Against the control. Guardrail metrics stop a winner when they are harmed."
    >
      <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label="Metrics by arm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Metric</Table.Th>
              {heads.map(([title, text]) => (
                <Table.Th key={title} ta="right">
                  <Explained text={text}>{title}</Explained>
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {metrics.map((metric) => (
              <MetricRow
                key={`${metric.metric} ${metric.arm}`}
                metric={metric}
                unit={unitOf(designed, metric.metric)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}

/** Good or bad news is what the rule has decided, not what the numbers look like. */
function toneOf({ crossed }: MetricReportView): string {
  if (crossed === 'better') return 'var(--galley-good)'
  return crossed === 'worse' ? 'var(--galley-bad)' : 'inherit'
}

function MetricRow({ metric, unit }: { metric: MetricReportView; unit: Unit }) {
  const p = metric.pAdjusted ?? metric.pValue ?? metric.pAnytime
  const reasons = Object.values(metric.reasons).join(' ')
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <span>
            {metric.metric}, {metric.arm}
          </span>
          <Badge style={{ flexShrink: 0 }}>{roleWords[metric.role]}</Badge>
        </Group>
        {metric.varianceReduction !== null && (
          <Text size="xs" c="dimmed">
            history explains {formatShare(metric.varianceReduction)} of the variance
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {formatCount(metric.users)} / {formatCount(metric.usersControl)}
      </Table.Td>
      <Table.Td ta="right">
        {formatValue(metric.value, unit)} / {formatValue(metric.valueControl, unit)}
      </Table.Td>
      <Table.Td ta="right" c={toneOf(metric)} title={reasons}>
        {formatDifference(metric.diff, unit)}
      </Table.Td>
      <Table.Td ta="right" title={reasons}>
        {formatInterval(metric.ci, unit)}
      </Table.Td>
      <Table.Td ta="right">{p === null ? '–' : formatPValue(p)}</Table.Td>
      <Table.Td ta="right">{formatShare(metric.probBetter)}</Table.Td>
    </Table.Tr>
  )
}
