import { Anchor, Table } from '@mantine/core'
import type { Run } from '#shared/contract/run/run.ts'
import { wilsonInterval } from '#shared/domain/statistics/proportions/proportion-interval.ts'
import { BarChart } from '../../../ui/chart/BarChart.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCost, formatCount, formatDuration, formatShare } from '../../../ui/format.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { columnTitle, shortTitles } from '../words.ts'
import classes from './ResultsPage.module.css'

type ColumnFigures = Run['figures'][number] | undefined

/** The 95% interval (Wilson) of a pass rate. */
function intervalOf(figures: ColumnFigures): readonly [number, number] | null {
  if (figures === undefined) return null
  const { passed, failed, errors } = figures
  return wilsonInterval({ successes: passed, n: passed + failed + errors }, 0.05)
}

function intervalText(figures: ColumnFigures): string {
  const interval = intervalOf(figures)
  if (interval === null) return ''
  return `95% interval: ${formatShare(interval[0])} to ${formatShare(interval[1])}`
}

function costText(figures: ColumnFigures): string {
  if (figures === undefined || figures.cost === null) return 'unknown'
  return formatCost(figures.cost + figures.judgeCost)
}

/** One line per column of the run, and the pass rates as a picture. */
export function Figures({ run }: { run: Run }) {
  const titles = shortTitles(run.columns)
  const byKey = new Map(run.figures.map((figures) => [figures.key, figures]))
  const bars = run.columns.map((column) => ({
    label: titles[column.key] ?? column.key,
    value: byKey.get(column.key)?.passRate ?? 0,
    interval: intervalOf(byKey.get(column.key)),
  }))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className={classes.figures} aria-label="Figures" tabIndex={0}>
      <Table aria-label="Figures per column">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th>Model</Table.Th>
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
            <Table.Th ta="right">Tokens</Table.Th>
            <Table.Th ta="right">
              <Explained text="What the answers cost, with what judges cost added; unknown where a price is missing.">
                Cost
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
                  <Anchor size="sm" href={addressOf.version(column.templateId, column.version)}>
                    {titles[column.key]}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Anchor
                    size="sm"
                    href={formatRoute(['runs', run.id], { ofModel: column.model })}
                    title="Lists the runs that asked this model"
                  >
                    {column.model.replace(/^recorded:/, '')}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right" fw={600} title={intervalText(figures)}>
                  {formatShare(figures?.passRate ?? null)}
                </Table.Td>
                <Table.Td ta="right">{formatCount(figures?.passed ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatCount(figures?.failed ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatCount(figures?.errors ?? 0)}</Table.Td>
                <Table.Td ta="right">{formatDuration(figures?.meanLatencyMs ?? null)}</Table.Td>
                <Table.Td ta="right">
                  {formatCount((figures?.inputTokens ?? 0) + (figures?.outputTokens ?? 0))}
                </Table.Td>
                <Table.Td ta="right">{costText(figures)}</Table.Td>
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
