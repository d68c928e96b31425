import { useComputedColorScheme } from '@mantine/core'
import { BarElement, CategoryScale, Chart, LinearScale, type Plugin, Tooltip } from 'chart.js'
import { Bar } from 'react-chartjs-2'
import { formatPercent, formatShare } from '../format.ts'
import { chartColours } from './colours.ts'

Chart.register(BarElement, CategoryScale, LinearScale, Tooltip)

interface BarChartProps {
  /** What the picture shows, in words: read out instead of the picture. */
  label: string
  /** Shares between 0 and 1. */
  bars: readonly {
    readonly label: string
    readonly value: number
    /** Drawn as a line with ends, where there is one. */
    readonly interval?: readonly [number, number] | null
  }[]
}

/** Intervals over the bars; drawn by hand, because no chart of the library has them. */
const whiskers = (bars: BarChartProps['bars'], colour: string): Plugin<'bar'> => ({
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const { ctx, scales } = chart
    const axis = scales.x
    if (axis === undefined) return
    ctx.save()
    ctx.strokeStyle = colour
    ctx.beginPath()
    for (const [index, bar] of chart.getDatasetMeta(0).data.entries()) {
      const interval = bars[index]?.interval
      if (!interval) continue
      const [low, high] = interval.map((value) => axis.getPixelForValue(value))
      if (low === undefined || high === undefined) continue
      for (const end of [low, high]) {
        ctx.moveTo(end, bar.y - 4)
        ctx.lineTo(end, bar.y + 4)
      }
      ctx.moveTo(low, bar.y)
      ctx.lineTo(high, bar.y)
    }
    ctx.stroke()
    ctx.restore()
  },
})

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
      plugins={[whiskers(bars, colours.text)]}
      options={{
        indexAxis: 'y',
        animation: false,
        maintainAspectRatio: false,
        plugins: {
          legend: { display: false },
          tooltip: {
            callbacks: { label: (item) => formatShare(item.parsed.x ?? 0) },
          },
        },
        scales: {
          x: {
            min: 0,
            max: 1,
            grid: { color: colours.line },
            ticks: { color: colours.text, callback: (value) => formatPercent(Number(value)) },
          },
          y: { grid: { display: false }, ticks: { color: colours.text } },
        },
      }}
    />
  )
}
