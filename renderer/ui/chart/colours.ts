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

/** Below the picture, each name with a line as it is drawn: dashes tell as much as colours. */
export const lineLegend = ({ text }: ChartColours) => ({
  position: 'bottom' as const,
  labels: { color: text, usePointStyle: true, pointStyle: 'line', pointStyleWidth: 28 },
})
