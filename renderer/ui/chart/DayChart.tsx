import { useComputedColorScheme } from '@mantine/core'
import { BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js'
import { Bar } from 'react-chartjs-2'
import { chartColours } from './colours.ts'

Chart.register(BarElement, CategoryScale, LinearScale, Legend, Tooltip)

interface DayChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  days: readonly string[]
  series: readonly {
    readonly label: string
    readonly tone: 'main' | 'good' | 'bad' | 'quiet'
    readonly values: readonly number[]
  }[]
}

/** Counts side by side, one group per day. */
export function DayChart({ label, days, series }: DayChartProps) {
  const colours = chartColours(useComputedColorScheme('light'))
  return (
    <Bar
      role="img"
      aria-label={label}
      data={{
        labels: [...days],
        datasets: series.map(({ label: name, tone, values }) => ({
          label: name,
          data: [...values],
          backgroundColor: colours[tone],
          borderRadius: 2,
          maxBarThickness: 28,
        })),
      }}
      options={{
        animation: false,
        maintainAspectRatio: false,
        plugins: {
          legend: { position: 'bottom', labels: { color: colours.text, boxWidth: 18 } },
        },
        scales: {
          x: { grid: { display: false }, ticks: { color: colours.text } },
          y: {
            beginAtZero: true,
            grid: { color: colours.line },
            ticks: { color: colours.text, precision: 0 },
          },
        },
      }}
    />
  )
}
