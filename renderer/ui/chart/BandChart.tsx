import { useComputedColorScheme } from '@mantine/core'
import { Chart, Filler, LinearScale, LineElement, PointElement, Tooltip } from 'chart.js'
import { Line } from 'react-chartjs-2'
import { chartColours } from './colours.ts'

Chart.register(Filler, LinearScale, LineElement, PointElement, Tooltip)

interface BandChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  xTitle: string
  yTitle: string
  points: readonly {
    readonly x: number
    readonly y: number
    readonly low: number
    readonly high: number
  }[]
  format: (value: number) => string
}

/** An estimate within its interval, and the line of no difference. */
export function BandChart({ label, xTitle, yTitle, points, format }: BandChartProps) {
  const colours = chartColours(useComputedColorScheme('light'))
  const edge = (key: 'low' | 'high', fill: string | false) => ({
    label: key,
    data: points.map((point) => ({ x: point.x, y: point[key] })),
    borderColor: colours.quiet,
    backgroundColor: `${colours.main}22`,
    borderWidth: 1,
    pointRadius: 0,
    fill,
  })
  const ends = [points[0]?.x ?? 0, points.at(-1)?.x ?? 1]
  const axis = { grid: { color: colours.line }, ticks: { color: colours.text } }
  return (
    <Line
      role="img"
      aria-label={label}
      data={{
        datasets: [
          {
            label: 'difference',
            data: points.map(({ x, y }) => ({ x, y })),
            borderColor: colours.main,
            backgroundColor: colours.main,
            borderWidth: 2,
            pointRadius: 3,
          },
          edge('low', false),
          edge('high', '-1'),
          {
            label: 'none',
            data: ends.map((x) => ({ x, y: 0 })),
            borderColor: colours.text,
            borderWidth: 1,
            borderDash: [4, 4],
            pointRadius: 0,
          },
        ],
      }}
      options={{
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: { display: false },
          tooltip: {
            filter: ({ dataset }) => dataset.label !== 'none',
            callbacks: { label: (item) => `${item.dataset.label}: ${format(item.parsed.y ?? 0)}` },
          },
        },
        scales: {
          x: {
            ...axis,
            type: 'linear',
            ticks: { color: colours.text, precision: 0 },
            title: { display: true, text: xTitle, color: colours.text },
          },
          y: {
            ...axis,
            ticks: { color: colours.text, callback: (value) => format(Number(value)) },
            title: { display: true, text: yTitle, color: colours.text },
          },
        },
      }}
    />
  )
}
