import type { Chart, LegendItem } from 'chart.js'

export interface ChartColours {
  text: string
  line: string
  main: string
  good: string
  bad: string
  quiet: string
}

const light: ChartColours = {
  text: '#3d444f',
  line: '#e4e7ec',
  main: '#2f5f9e',
  good: '#2b8a4b',
  bad: '#c23b3f',
  quiet: '#868e9c',
}

const dark: ChartColours = {
  text: '#b9bec8',
  line: '#323843',
  main: '#7ea6e0',
  good: '#6cc48a',
  bad: '#ec8587',
  quiet: '#868e9c',
}

/** A canvas cannot read the page's CSS variables, so its colours are given by theme. */
export const chartColours = (scheme: 'light' | 'dark'): ChartColours =>
  scheme === 'dark' ? dark : light

/** What a legend needs to know of a line. */
interface LineSet {
  label?: string
  borderColor?: unknown
  borderDash?: number[]
}

/** A piece of a line as it is drawn, dashes and all: the library's own sign leaves them out. */
function lineSample(borderColor: unknown, dashes: readonly number[]): HTMLCanvasElement {
  const sample = document.createElement('canvas')
  sample.width = 26
  sample.height = 8
  const pen = sample.getContext('2d')
  if (pen !== null && typeof borderColor === 'string') {
    pen.strokeStyle = borderColor
    pen.lineWidth = 2
    pen.setLineDash([...dashes])
    pen.moveTo(0, 4)
    pen.lineTo(26, 4)
    pen.stroke()
  }
  return sample
}

/** Below the picture, each name with a line as it is drawn: dashes tell as much as colours. */
export const lineLegend = ({ text }: ChartColours) => ({
  position: 'bottom' as const,
  labels: {
    color: text,
    usePointStyle: true,
    pointStyleWidth: 30,
    generateLabels: (chart: Chart): LegendItem[] =>
      (chart.data.datasets as LineSet[]).map((set, datasetIndex) => ({
        text: set.label ?? '',
        fontColor: text,
        datasetIndex,
        hidden: !chart.isDatasetVisible(datasetIndex),
        pointStyle: lineSample(set.borderColor, set.borderDash ?? []),
      })),
  },
})
