import { Table, Text } from '@mantine/core'
import type {
  Estimate,
  RuleOutcome,
  SimulationReport,
} from '#shared/contract/experiment/simulation.ts'
import { LineChart, type LineSeries } from '../../../ui/chart/LineChart.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatCount, formatMeasure, formatShare } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { ruleWords } from '../words.ts'
import { Endings } from './Endings.tsx'

const shareOf = ({ value, standardError }: Estimate): string =>
  standardError === 0
    ? formatShare(value)
    : `${formatShare(value)} ± ${formatShare(1.96 * standardError)}`
const daysOf = ({ value }: Estimate): string => formatMeasure(value)

interface Row {
  title: string
  text: string
  say: (outcome: RuleOutcome) => string
}

const rows: readonly Row[] = [
  {
    title: 'Finds the better one',
    text: 'Power: the truly better version is declared the winner.',
    say: ({ power }) => shareOf(power),
  },
  {
    title: 'False alarm',
    text: 'A winner is declared though all versions are equal.',
    say: ({ falsePositiveRate }) => shareOf(falsePositiveRate),
  },
  {
    title: 'Wrong winner',
    text: 'A worse version is declared the winner.',
    say: ({ wrongWinner }) => shareOf(wrongWinner),
  },
  {
    title: 'No decision',
    text: 'The test ends without a winner.',
    say: ({ noDecision }) => shareOf(noDecision),
  },
  {
    title: 'Assurance',
    text: 'Power averaged over what the run leaves open about the truth.',
    say: ({ assurance }) => (assurance === null ? '–' : shareOf(assurance)),
  },
  {
    title: 'Days on average',
    text: 'Until the test ends, if the difference is there.',
    say: ({ expectedDays }) => daysOf(expectedDays),
  },
  {
    title: '90% end by day',
    text: 'Nine of ten tests have ended by then.',
    say: ({ days90 }) => daysOf(days90),
  },
  {
    title: 'Users on average',
    text: 'Until the test ends, if the difference is there.',
    say: ({ expectedUsers }) => formatCount(Math.round(expectedUsers.value)),
  },
]

const tones: readonly LineSeries['tone'][] = ['main', 'good', 'bad', 'quiet']

/** What each rule would do: as numbers, over time, and how tests end. */
export function Outcomes({ report }: { report: SimulationReport }) {
  const { rules, arms, lookDays } = report
  const warnings = new Set(rules.flatMap((one) => one.warnings.map(({ message }) => message)))
  return (
    <div>
      <Table aria-label="Rules side by side" mt="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            {rules.map(({ rule, method }) => (
              <Table.Th key={rule} ta="right">
                <Explained text={ruleWords[rule].text}>{ruleWords[rule].title}</Explained>
                <Text size="xs" c="dimmed">
                  {method === 'exact_recursion' ? 'exact' : 'played'}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ title, text, say }) => (
            <Table.Tr key={title}>
              <Table.Th fw={400}>
                <Explained text={text}>{title}</Explained>
              </Table.Th>
              {rules.map((outcome) => (
                <Table.Td key={outcome.rule} ta="right">
                  {say(outcome)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {[...warnings].map((message) => (
        <Notice key={message} mt="sm" tone="warn">
          {message}
        </Notice>
      ))}
      {lookDays.length > 1 && (
        <div style={{ position: 'relative', height: 260, marginTop: 16 }}>
          <LineChart
            label={`Share of tests that have decided, by day, for ${rules.map(({ rule }) => ruleWords[rule].title).join(', ')}`}
            xTitle="Day"
            yTitle="Tests that have decided"
            series={rules.map(({ rule, decidedByDay }, at) => ({
              label: ruleWords[rule].title,
              tone: tones[at % tones.length] ?? 'main',
              points: decidedByDay.map(({ day, probability }) => ({ x: day, y: probability })),
            }))}
          />
        </div>
      )}
      <Endings rules={rules} arms={arms.map(({ name }) => name)} />
    </div>
  )
}
