import { useComputedColorScheme } from '@mantine/core'
import {
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { Bar, Line } from 'react-chartjs-2'
import { chartColours, lineLegend } from './colours.ts'

Chart.register(BarElement, CategoryScale, Legend, LinearScale, LineElement, PointElement, Tooltip)

interface TimeChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  kind: 'bars' | 'lines'
  /** One name a step of time, in order; each word of a list on a line of its own. */
  steps: readonly (string | readonly string[])[]
  series: readonly {
    readonly label: string
    readonly tone: 'main' | 'good' | 'bad' | 'quiet'
    /** One value a step; null leaves a gap. */
    readonly values: readonly (number | null)[]
    readonly isDashed?: boolean
  }[]
  format: (value: number) => string
}

/** Measurements over time: bars that add up, or lines with gaps where nothing was measured. */
export function TimeChart({ label, kind, steps, series, format }: TimeChartProps) {
  const colours = chartColours(useComputedColorScheme('light'))
  const isStacked = kind === 'bars'
  const datasets = series.map(({ label: name, tone, values, isDashed = false }) => ({
    label: name,
    data: [...values],
    borderColor: colours[tone],
    backgroundColor: colours[tone],
    borderWidth: isStacked ? 0 : 2,
    pointRadius: steps.length > 1 ? 2 : 4,
    clip: 6,
    maxBarThickness: 28,
    ...(isDashed ? { borderDash: [5, 4] } : {}),
  }))
  const options = {
    animation: false as const,
    maintainAspectRatio: false,
    interaction: { mode: 'index' as const, intersect: false },
    plugins: {
      legend: isStacked
        ? { position: 'bottom' as const, labels: { color: colours.text, boxWidth: 12 } }
        : lineLegend(colours),
      tooltip: {
        callbacks: {
          label: (item: {
            dataset: { label?: string | undefined }
            parsed: { y: number | null }
          }) => `${item.dataset.label}: ${item.parsed.y === null ? '–' : format(item.parsed.y)}`,
        },
      },
    },
    scales: {
      x: {
        stacked: isStacked,
        grid: { display: false },
        ticks: { color: colours.text, maxRotation: 0, autoSkipPadding: 16 },
      },
      y: {
        stacked: isStacked,
        beginAtZero: true,
        grid: { color: colours.line },
        ticks: {
          color: colours.text,
          maxTicksLimit: 6,
          callback: (value: number | string) => format(Number(value)),
        },
      },
    },
  }
  const data = {
    labels: steps.map((step) => (typeof step === 'string' ? step : [...step])),
    datasets,
  }
  return kind === 'bars' ? (
    <Bar role="img" aria-label={label} data={data} options={options} />
  ) : (
    <Line role="img" aria-label={label} data={data} options={options} />
  )
}
