import { SimpleGrid } from '@mantine/core'
import type { Report } from '#shared/contract/analytics.ts'
import { TimeChart } from '../../ui/chart/TimeChart.tsx'
import { formatCost, formatCount, formatDuration } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'

const hour = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** Volume, latency, tokens and cost, step by step. */
export function OverTime({ report: { series, step } }: { report: Report }) {
  const steps = series.map(({ at }) => (step === 'hour' ? hour : day).format(new Date(at)))
  const hint = step === 'hour' ? 'By hour' : 'By day (UTC)'
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <Section title="Volume" hint={hint}>
        <div style={{ height: 200 }}>
          <TimeChart
            label={`Executions over time: ${formatCount(series.reduce((sum, one) => sum + one.executions, 0))} in all`}
            kind="bars"
            steps={steps}
            format={formatCount}
            series={[
              {
                label: 'Succeeded',
                tone: 'main',
                values: series.map(({ executions, failures }) => executions - failures),
              },
              { label: 'Failed', tone: 'bad', values: series.map(({ failures }) => failures) },
            ]}
          />
        </div>
      </Section>
      <Section title="Response time" hint={hint}>
        <div style={{ height: 200 }}>
          <TimeChart
            label="Percentiles of the response time over time"
            kind="lines"
            steps={steps}
            format={formatDuration}
            series={[
              { label: 'p50', tone: 'main', values: series.map(({ p50Ms }) => p50Ms) },
              { label: 'p95', tone: 'good', values: series.map(({ p95Ms }) => p95Ms) },
              {
                label: 'p99',
                tone: 'bad',
                values: series.map(({ p99Ms }) => p99Ms),
                isDashed: true,
              },
            ]}
          />
        </div>
      </Section>
      {series.some(({ tokens }) => tokens > 0) && (
        <Section title="Tokens" hint={hint}>
          <div style={{ height: 160 }}>
            <TimeChart
              label="Tokens over time"
              kind="bars"
              steps={steps}
              format={formatCount}
              series={[
                { label: 'Tokens', tone: 'main', values: series.map(({ tokens }) => tokens) },
              ]}
            />
          </div>
        </Section>
      )}
      {series.some(({ costUsd }) => costUsd !== null && costUsd > 0) && (
        <Section title="Cost" hint={hint}>
          <div style={{ height: 160 }}>
            <TimeChart
              label="Cost over time"
              kind="lines"
              steps={steps}
              format={(value) => formatCost(value)}
              series={[
                { label: 'US dollars', tone: 'main', values: series.map(({ costUsd }) => costUsd) },
              ]}
            />
          </div>
        </Section>
      )}
    </SimpleGrid>
  )
}
