import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { ExperimentMetric } from '#shared/contract/experiment/design.ts'
import type { LookView } from '#shared/contract/experiment/monitor.ts'
import { BandChart } from '../../../ui/chart/BandChart.tsx'
import { Section } from '../../../ui/Page.tsx'
import { formatDifference, formatInterval, unitOf } from './numbers.ts'

const keyOf = ({ metric, arm }: { metric: string; arm: string }): string => `${metric}, ${arm}`

interface OverTimeProps {
  history: readonly LookView[]
  /** The metrics as designed: they know what each counts in. */
  designed: readonly ExperimentMetric[]
}

/** The difference with its interval, look by look: it narrows, and zero is in it or not. */
export function OverTime({ history, designed }: OverTimeProps) {
  const known = new Map(history.flatMap(({ series }) => series.map((one) => [keyOf(one), one])))
  const series = [...known.keys()]
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = chosen ?? series[0] ?? null
  const unit = unitOf(designed, known.get(shown ?? '')?.metric ?? '')
  const points = history.flatMap((look) => {
    const found = look.series.find((one) => keyOf(one) === shown)
    if (found === undefined || found.diff === null) return []
    const [low, high] = found.ci ?? [found.diff, found.diff]
    return [{ x: look.look, y: found.diff, low, high }]
  })
  const last = points.at(-1)
  return (
    <Section
      title="Over time"
      hint="Difference to the control at every look, with its interval."
      actions={
        series.length > 0 && (
          <Select
            aria-label="Metric and arm"
            w={240}
            data={series}
            value={shown}
            onChange={setChosen}
            allowDeselect={false}
          />
        )
      }
    >
      {last === undefined ? (
        <Text size="sm" c="dimmed">
          No look has been taken yet.
        </Text>
      ) : (
        <div style={{ position: 'relative', height: 260 }}>
          <BandChart
            label={`${shown}: ${formatDifference(last.y, unit)} at look ${last.x}, interval ${formatInterval([last.low, last.high], unit)}`}
            xTitle="Look"
            yTitle="Difference"
            points={points}
            format={(value) => formatDifference(value, unit)}
          />
        </div>
      )}
    </Section>
  )
}
