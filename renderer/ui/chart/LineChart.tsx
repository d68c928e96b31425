import { useComputedColorScheme } from '@mantine/core'
import {
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js'
import { Line } from 'react-chartjs-2'
import { formatPercent, formatShare } from '../format.ts'
import { chartColours, lineLegend } from './colours.ts'

Chart.register(
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
)

export interface LineSeries {
  readonly label: string
  readonly tone: 'main' | 'good' | 'bad' | 'quiet'
  readonly points: readonly { readonly x: number; readonly y: number }[]
  readonly isDashed?: boolean
}

interface LineChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  xTitle: string
  yTitle: string
  series: readonly LineSeries[]
  hasLogX?: boolean
}

/** Shares (0 to 1) over a number, on the page's colours. */
export function LineChart({ label, xTitle, yTitle, series, hasLogX = false }: LineChartProps) {
  const colours = chartColours(useComputedColorScheme('light'))
  const places = [...new Set(series.flatMap((one) => one.points.map((point) => point.x)))]
  const axis = { grid: { color: colours.line }, ticks: { color: colours.text } }
  return (
    <Line
      role="img"
      aria-label={label}
      data={{
        datasets: series.map((one) => ({
          label: one.label,
          data: [...one.points],
          borderColor: colours[one.tone],
          backgroundColor: colours[one.tone],
          borderWidth: 2,
          pointRadius: 3,
          tension: 0.25,
          // A point at 0 or 100% is a whole point.
          clip: 6,
          ...(one.isDashed ? { borderDash: [5, 4] } : {}),
        })),
      }}
      options={{
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        plugins: {
          legend: lineLegend(colours),
          tooltip: {
            callbacks: {
              label: (item) => `${item.dataset.label}: ${formatShare(item.parsed.y ?? 0)}`,
            },
          },
        },
        scales: {
          x: {
            ...axis,
            type: hasLogX ? 'logarithmic' : 'linear',
            // Ticks where there are points: chart.js fills a logarithmic axis until the numbers overlap.
            afterBuildTicks: (scale) => {
              scale.ticks = places.map((value) => ({ value }))
            },
            title: { display: true, text: xTitle, color: colours.text },
          },
          y: {
            ...axis,
            min: 0,
            max: 1,
            title: { display: true, text: yTitle, color: colours.text },
            ticks: { color: colours.text, callback: (value) => formatPercent(Number(value)) },
          },
        },
      }}
    />
  )
}
