import { useComputedColorScheme } from '@mantine/core'
import { BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
import { Bar } from 'react-chartjs-2'
import { chartColours } from './colours.ts'

Chart.register(BarElement, CategoryScale, LinearScale, Tooltip)

interface BarChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  /** Shares between 0 and 1. */
  bars: readonly { readonly label: string; readonly value: number }[]
}

/** Shares side by side, lying, so that long names stay readable. */
export function BarChart({ label, bars }: BarChartProps) {
  const colours = chartColours(useComputedColorScheme('light'))
  return (
    <Bar
      role="img"
      aria-label={label}
      data={{
        labels: bars.map((bar) => bar.label),
        datasets: [
          {
            data: bars.map((bar) => bar.value),
            backgroundColor: colours.main,
            borderRadius: 2,
            maxBarThickness: 22,
          },
        ],
      }}
      options={{
        indexAxis: 'y',
        animation: false,
        maintainAspectRatio: false,
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: { label: (item) => `${((item.parsed.x ?? 0) * 100).toFixed(1)}%` },
          },
        },
        scales: {
          x: {
            min: 0,
            max: 1,
            grid: { color: colours.line },
            ticks: { color: colours.text, callback: (value) => `${Number(value) * 100}%` },
          },
          y: { grid: { display: false }, ticks: { color: colours.text } },
        },
      }}
    />
  )
}
