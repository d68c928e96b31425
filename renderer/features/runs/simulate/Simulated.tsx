import { Table, Text } from '@mantine/core'
import type { SimulationView } from '#shared/contract/experiment/sizes.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { LineChart } from '../../../ui/chart/LineChart.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCount, formatShare } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { columnTitle } from '../words.ts'

type Row = SimulationView['rows'][number]
type Outcome = 'power' | 'wrongWinner' | 'noDecision' | 'falsePositive'

/** The smallest size at which four of five tests find the better one. */
function enough(rows: readonly Row[]): string {
  const row = rows.find(({ power }) => power.value >= 0.8)
  return row === undefined
    ? 'None of these sizes finds the better one in four of five tests.'
    : `With ${formatCount(row.users)} users, ${formatShare(row.power.value)} of the tests find the better one.`
}

const series = (rows: readonly Row[], outcome: Outcome) =>
  rows.map((row) => ({ x: row.users, y: row[outcome].value }))

/** The chance of each ending by number of users: as a sentence, a picture and a table. */
export function Simulated({ simulation, run }: { simulation: SimulationView; run: Run }) {
  const { rows, control, variant } = simulation
  const title = (key: string) => {
    const column = run.columns.find((one) => one.key === key)
    return column ? columnTitle(column) : key
  }
  return (
    <Section
      title={enough(rows)}
      hint={`${title(control.column)} (${formatShare(control.rate)}) against ${title(variant.column)} (${formatShare(variant.rate)}), ${formatCount(simulation.trials)} tests of each size.`}
    >
      {simulation.warnings.length > 0 && (
        <Notice mb="sm" tone="warn">
          {simulation.warnings.map((warning) => (
            <Text key={warning} size="sm">
              {warning}
            </Text>
          ))}
        </Notice>
      )}
      <div style={{ position: 'relative', height: 280 }}>
        <LineChart
          label={`Chance that the test finds the better one, by users: ${rows.map((row) => `${row.users}: ${formatShare(row.power.value)}`).join(', ')}`}
          xTitle="Users over both arms"
          yTitle="Share of tests"
          hasLogX
          series={[
            { label: 'Finds the better one', tone: 'good', points: series(rows, 'power') },
            {
              label: 'No decision',
              tone: 'quiet',
              points: series(rows, 'noDecision'),
              isDashed: true,
            },
            { label: 'Wrong winner', tone: 'bad', points: series(rows, 'wrongWinner') },
          ]}
        />
      </div>
      <Numbers rows={rows} />
      <Text size="xs" c="dimmed" mt="xs">
        Rule: {simulation.rule}, significance level {simulation.alpha}, seed {simulation.seed}.
      </Text>
    </Section>
  )
}

const heads: readonly { key: Outcome; title: string; text: string }[] = [
  {
    key: 'power',
    title: 'Finds the better one',
    text: 'Tests that declare the truly better version the winner.',
  },
  {
    key: 'noDecision',
    title: 'No decision',
    text: 'Tests that end without a significant difference.',
  },
  {
    key: 'wrongWinner',
    title: 'Wrong winner',
    text: 'Tests that declare the worse version the winner.',
  },
  {
    key: 'falsePositive',
    title: 'False alarm',
    text: 'Tests of two equal versions that declare a winner all the same: at most the significance level.',
  },
]

function Numbers({ rows }: { rows: readonly Row[] }) {
  return (
    <Table aria-label="Endings by number of users" mt="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th ta="right">Users</Table.Th>
          {heads.map((head) => (
            <Table.Th key={head.key} ta="right">
              <Explained text={head.text}>{head.title}</Explained>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.users}>
            <Table.Td ta="right">{formatCount(row.users)}</Table.Td>
            {heads.map(({ key }) => (
              <Table.Td
                key={key}
                ta="right"
                title={`± ${formatShare(1.96 * row[key].standardError)}`}
              >
                {formatShare(row[key].value)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
