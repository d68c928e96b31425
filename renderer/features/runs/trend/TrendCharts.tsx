import type { TrendPoint } from '#shared/contract/run-comparison.ts'
import { TimeChart } from '../../../ui/chart/TimeChart.tsx'
import { formatCost, formatDuration, formatInstant, formatShare } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'

/** Pass rate within its interval, response time and cost: one step a run, oldest first. */
export function TrendCharts({ points }: { points: readonly TrendPoint[] }) {
  const steps = points.map(({ version, createdAt }) => `v${version} · ${formatInstant(createdAt)}`)
  return (
    <>
      <Section title="Pass rate" hint="Share of cases that passed; dashed: its 95 % interval.">
        <div style={{ height: 240 }}>
          <TimeChart
            label={`Pass rate over ${points.length} results, now ${formatShare(points.at(-1)?.passRate ?? null)}`}
            kind="lines"
            steps={steps}
            format={formatShare}
            series={[
              { label: 'Pass rate', tone: 'main', values: points.map((one) => one.passRate) },
              {
                label: 'Lower end',
                tone: 'quiet',
                values: points.map((one) => one.low),
                isDashed: true,
              },
              {
                label: 'Upper end',
                tone: 'quiet',
                values: points.map((one) => one.high),
                isDashed: true,
              },
            ]}
          />
        </div>
      </Section>
      <Section title="Response time" hint="Mean of the answers of each run.">
        <div style={{ height: 240 }}>
          <TimeChart
            label="Mean response time over the runs"
            kind="lines"
            steps={steps}
            format={formatDuration}
            series={[
              { label: 'Mean', tone: 'main', values: points.map((one) => one.meanLatencyMs) },
            ]}
          />
        </div>
      </Section>
      {points.some(({ cost }) => cost !== null && cost > 0) && (
        <Section title="Cost" hint="Of all answers of the run.">
          <div style={{ height: 240 }}>
            <TimeChart
              label="Cost over the runs"
              kind="lines"
              steps={steps}
              format={formatCost}
              series={[
                { label: 'US dollars', tone: 'main', values: points.map((one) => one.cost) },
              ]}
            />
          </div>
        </Section>
      )}
    </>
  )
}
