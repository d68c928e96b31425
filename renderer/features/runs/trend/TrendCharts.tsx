import type { TrendPoint } from '#shared/contract/run/comparison.ts'
import { TimeChart } from '../../../ui/chart/TimeChart.tsx'
import { formatCost, formatDuration, formatShare, formatShortInstant } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'

/** Pass rate within its interval, response time and cost: one step a run, oldest first. */
export function TrendCharts({ points }: { points: readonly TrendPoint[] }) {
  const steps = points.map(({ version, createdAt }) => [
    `v${version}`,
    formatShortInstant(createdAt),
  ])
  return (
    <>
      <Section title="Pass rate" hint="Share of cases that passed; dashed: its 95% interval.">
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
      <OneLine
        title="Response time"
        hint="Mean of the answers of each run."
        steps={steps}
        format={formatDuration}
        values={points.map((one) => one.meanLatencyMs)}
      />
      {points.some(({ cost }) => cost !== null && cost > 0) && (
        <OneLine
          title="Cost"
          hint="US dollars for all answers of the run."
          steps={steps}
          format={formatCost}
          values={points.map((one) => one.cost)}
        />
      )}
    </>
  )
}

interface OneLineProps {
  title: string
  hint: string
  steps: readonly (readonly string[])[]
  format: (value: number | null) => string
  values: readonly (number | null)[]
}

/** One figure over the runs. */
function OneLine({ title, hint, steps, format, values }: OneLineProps) {
  return (
    <Section title={title} hint={hint}>
      <div style={{ height: 240 }}>
        <TimeChart
          label={`${title} over the runs`}
          kind="lines"
          steps={steps}
          format={format}
          series={[{ label: title, tone: 'main', values }]}
        />
      </div>
    </Section>
  )
}
