import { ActionIcon, Button, Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import {
  type ExperimentMetric,
  metricKindSchema,
  metricSourceSchema,
} from '#shared/contract/experiment/design.ts'
import { Section } from '../../../ui/Page.tsx'
import type { DesignProps } from './draft.ts'
import { successMetric } from './draft.ts'

const sources = [
  { value: 'success', label: 'success' },
  { value: 'error', label: 'failure' },
  { value: 'latency', label: 'response time' },
  { value: 'cost', label: 'cost' },
  { value: 'tokens', label: 'tokens' },
  { value: 'outcome', label: 'recorded outcome' },
]
const roles = [
  { value: 'primary', label: 'decides' },
  { value: 'secondary', label: 'is reported' },
  { value: 'guardrail', label: 'must not get worse' },
]
/** What is measured how, when a source is chosen: people change the rest if they must. */
const usual: Record<string, Partial<ExperimentMetric>> = {
  success: { kind: 'binary', higherIsBetter: true },
  error: { kind: 'binary', higherIsBetter: false },
  latency: { kind: 'quantile', quantile: 0.95, higherIsBetter: false },
  cost: { kind: 'mean', higherIsBetter: false },
  tokens: { kind: 'mean', higherIsBetter: false },
  outcome: { kind: 'mean', higherIsBetter: true },
}

/** What is measured: one metric decides, others are reported or guard. */
export function Metrics({ draft, onChange }: DesignProps) {
  const { metrics } = draft
  const set = (at: number, change: Partial<ExperimentMetric>) =>
    onChange({
      metrics: metrics.map((metric, place) => (place === at ? { ...metric, ...change } : metric)),
    })
  const add = () => {
    const name = `metric-${metrics.length + 1}`
    onChange({ metrics: [...metrics, { ...successMetric, name, role: 'secondary' }] })
  }
  return (
    <Section
      title="Metrics"
      hint="One metric decides. Those that must not get worse stop a winner."
      actions={
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add a metric
        </Button>
      }
    >
      {metrics.map((metric, at) => (
        <MetricRow
          // biome-ignore lint/suspicious/noArrayIndexKey: names are edited; metrics have no identity but their place
          key={at}
          metric={metric}
          canRemove={metrics.length > 1}
          onChange={(change) => set(at, change)}
          onRemove={() => onChange({ metrics: metrics.filter((_, place) => place !== at) })}
        />
      ))}
    </Section>
  )
}

interface MetricRowProps {
  metric: ExperimentMetric
  canRemove: boolean
  onChange: (change: Partial<ExperimentMetric>) => void
  onRemove: () => void
}

function MetricRow({ metric, canRemove, onChange, onRemove }: MetricRowProps) {
  const { source } = metric
  const choose = (kind: string | null) => {
    const given = kind === 'outcome' ? { kind, outcome: metric.name } : { kind }
    onChange({ source: metricSourceSchema.parse(given), ...usual[kind ?? ''] })
  }
  return (
    <Group gap="sm" align="flex-end" mb="sm">
      <TextInput
        label="Name"
        w={130}
        value={metric.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label="Role"
        w={160}
        data={roles}
        value={metric.role}
        onChange={(role) => onChange({ role: role as ExperimentMetric['role'] })}
        allowDeselect={false}
      />
      <Select
        label="Measures"
        w={150}
        data={sources}
        value={source.kind}
        onChange={choose}
        allowDeselect={false}
      />
      {source.kind === 'outcome' && (
        <TextInput
          label="Outcome"
          w={130}
          value={source.outcome}
          onChange={(event) =>
            onChange({ source: { kind: 'outcome', outcome: event.currentTarget.value } })
          }
        />
      )}
      <Select
        label="As"
        w={100}
        data={[...metricKindSchema.options]}
        value={metric.kind}
        onChange={(kind) => onChange({ kind: metricKindSchema.parse(kind) })}
        allowDeselect={false}
      />
      <NumberInput
        label={metric.role === 'guardrail' ? 'May lose' : 'Must gain'}
        w={90}
        min={0}
        step={0.01}
        value={metric.margin}
        onChange={(margin) => onChange({ margin: Number(margin) })}
      />
      <Checkbox
        label="more is better"
        mb={8}
        checked={metric.higherIsBetter}
        onChange={(event) => onChange({ higherIsBetter: event.currentTarget.checked })}
      />
      <ActionIcon
        variant="default"
        mb={4}
        aria-label={`Remove ${metric.name}`}
        disabled={!canRemove}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
