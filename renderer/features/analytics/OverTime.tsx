import { SimpleGrid } from '@mantine/core'
import type { ComponentProps } from 'react'
import type { Report } from '#shared/contract/analytics.ts'
import { TimeChart } from '../../ui/chart/TimeChart.tsx'
import { formatCost, formatCount, formatDay, formatDuration, formatHour } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'

/** Volume, latency, tokens and cost, step by step. */
export function OverTime({ report: { series, step } }: { report: Report }) {
  const time = {
    steps: series.map(({ at }) => (step === 'hour' ? formatHour : formatDay)(at)),
    hint: step === 'hour' ? 'By hour' : 'By day (UTC)',
  }
  const all = series.reduce((sum, one) => sum + one.executions, 0)
  const answered = series.map(({ executions, failures }) => executions - failures)
  const p99 = { values: series.map(({ p99Ms }) => p99Ms), isDashed: true }
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <Course
        {...time}
        title="Volume"
        label={`Executions over time: ${formatCount(all)} in all`}
        kind="bars"
        format={formatCount}
        series={[
          { label: 'Succeeded', tone: 'main', values: answered },
          { label: 'Failed', tone: 'bad', values: series.map(({ failures }) => failures) },
        ]}
      />
      <Course
        {...time}
        title="Response time"
        label="Percentiles of the response time over time"
        kind="lines"
        format={formatDuration}
        series={[
          { label: 'p50', tone: 'main', values: series.map(({ p50Ms }) => p50Ms) },
          { label: 'p95', tone: 'good', values: series.map(({ p95Ms }) => p95Ms) },
          { label: 'p99', tone: 'bad', ...p99 },
        ]}
      />
      {series.some(({ tokens }) => tokens > 0) && (
        <Course
          {...time}
          title="Tokens"
          label="Tokens over time"
          kind="bars"
          height={160}
          format={formatCount}
          series={[{ label: 'Tokens', tone: 'main', values: series.map(({ tokens }) => tokens) }]}
        />
      )}
      {series.some(({ costUsd }) => costUsd !== null && costUsd > 0) && (
        <Course
          {...time}
          title="Cost"
          label="Cost over time"
          kind="lines"
          height={160}
          format={(value) => formatCost(value)}
          series={[
            { label: 'US dollars', tone: 'main', values: series.map(({ costUsd }) => costUsd) },
          ]}
        />
      )}
    </SimpleGrid>
  )
}

interface CourseProps extends ComponentProps<typeof TimeChart> {
  title: string
  hint: string
  /** In pixels. */
  height?: number
}

/** One measure in a section of its own. */
function Course({ title, hint, height = 200, ...chart }: CourseProps) {
  return (
    <Section title={title} hint={hint}>
      <div style={{ height }}>
        <TimeChart {...chart} />
      </div>
    </Section>
  )
}
