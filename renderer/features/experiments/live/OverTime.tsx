import { Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { LookView } from '#shared/contract/experiment/monitor.ts'
import { BandChart } from '../../../ui/chart/BandChart.tsx'
import { Section } from '../../../ui/Page.tsx'
import { formatDifference, formatInterval } from './numbers.ts'

const keyOf = ({ metric, arm }: { metric: string; arm: string }): string => `${metric}, ${arm}`

/** The difference with its interval, look by look: it narrows, and zero is in it or not. */
export function OverTime({ history }: { history: readonly LookView[] }) {
  const series = [...new Set(history.flatMap((look) => look.series.map(keyOf)))]
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = chosen ?? series[0] ?? null
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
            label={`${shown}: ${formatDifference(last.y)} at look ${last.x}, interval ${formatInterval([last.low, last.high])}`}
            xTitle="Look"
            yTitle="Difference"
            points={points}
            format={(value) => formatDifference(value)}
          />
        </div>
      )}
    </Section>
  )
}
