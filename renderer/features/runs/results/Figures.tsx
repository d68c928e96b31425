import { Anchor, Table } from '@mantine/core'
import type { Run } from '#shared/contract/run.ts'
import { BarChart } from '../../../ui/chart/BarChart.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCount, formatDuration, formatShare } from '../../../ui/format.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { columnTitle, shortTitles } from '../words.ts'
import classes from './ResultsPage.module.css'

/** One line per column of the run, and the pass rates as a picture. */
export function Figures({ run }: { run: Run }) {
  const titles = shortTitles(run.columns)
  const byKey = new Map(run.figures.map((figures) => [figures.key, figures]))
  const bars = run.columns.map((column) => ({
    label: titles[column.key] ?? column.key,
    value: byKey.get(column.key)?.passRate ?? 0,
  }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className={classes.figures} aria-label="Figures" tabIndex={0}>
      <Table aria-label="Figures per column">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th ta="right">
              <Explained text="Passed results over all results of the column; an error counts as not passed.">
                Pass rate
              </Explained>
            </Table.Th>
            <Table.Th ta="right">Passed</Table.Th>
            <Table.Th ta="right">Failed</Table.Th>
            <Table.Th ta="right">
              <Explained text="Cases that could not be rendered, were blocked, or got no answer.">
                Errors
              </Explained>
            </Table.Th>
            <Table.Th ta="right">
              <Explained text="Mean time from asking the model to its whole answer.">
                Latency
              </Explained>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {run.columns.map((column) => {
            const figures = byKey.get(column.key)
            return (
              <Table.Tr key={column.key}>
                <Table.Td title={columnTitle(column)}>
                  <Anchor size="sm" href={formatRoute(['templates', column.templateId])}>
                    {columnTitle(column)}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right" fw={600}>
                  {formatShare(figures?.passRate ?? null)}
                </Table.Td>
                <Table.Td ta="right">{formatCount(figures?.passed ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatCount(figures?.failed ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatCount(figures?.errors ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatDuration(figures?.meanLatencyMs ?? null)}</Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      <div className={classes.chart}>
        <BarChart
          label={`Pass rates: ${bars.map((bar) => `${bar.label} ${formatShare(bar.value)}`).join(', ')}`}
          bars={bars}
        />
      </div>
    </section>
  )
}
