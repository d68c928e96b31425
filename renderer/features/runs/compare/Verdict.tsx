import { Group, Table, Text } from '@mantine/core'
import type { Comparison } from '#shared/contract/run/comparison.ts'
import { Figure } from '../../../ui/Figure.tsx'
import {
  formatCount,
  formatPoints,
  formatPointsRange,
  formatPValue,
  formatShare,
} from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'

const sentences: Readonly<Record<Comparison['verdict'], string>> = {
  better: 'The candidate is better.',
  worse: 'The candidate is worse.',
  no_difference_shown: 'No difference is shown.',
}

const methods: Readonly<Record<Comparison['mcnemar']['method'], string>> = {
  exact: 'McNemar’s exact test',
  'mid-p': 'McNemar’s mid-p test',
  'chi-square': 'McNemar’s chi-square test',
}

/** The answer in a sentence, then the numbers it rests on. */
export function Verdict({ comparison }: { comparison: Comparison }) {
  const { difference, interval, mcnemar, verdict } = comparison
  const tone = verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : 'plain'
  const level = formatShare(interval.level).replace(/[.,]0/, '')
  return (
    <Section title={sentences[verdict]}>
      <Group gap="md" mb="md">
        <Figure
          size="large"
          label="Baseline"
          value={formatShare(comparison.baselineRate)}
          explanation={`Share of the ${formatCount(comparison.pairs)} paired cases that the baseline passes.`}
        />
        <Figure
          size="large"
          label="Candidate"
          value={formatShare(comparison.candidateRate)}
          explanation={`Share of the ${formatCount(comparison.pairs)} paired cases that the candidate passes.`}
        />
        <Figure
          size="large"
          tone={tone}
          label="Difference"
          value={formatPoints(difference)}
          explanation="Candidate minus baseline, in percentage points of all paired cases."
        />
        <Figure
          size="large"
          label={`${level} interval`}
          value={formatPointsRange(interval.low, interval.high)}
          explanation={`Differences that fit these cases (${interval.method}). An interval without 0 shows a difference.`}
        />
        <Figure
          size="large"
          label="p-value"
          value={formatPValue(mcnemar.pValue)}
          explanation={`${methods[mcnemar.method]} on the cases where the two differ: how often chance alone gives a difference at least this large. Exact: ${formatPValue(mcnemar.pValueExact)}, mid-p: ${formatPValue(mcnemar.pValueMid)}.`}
        />
      </Group>
      <Pairs comparison={comparison} />
      {comparison.unpaired > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {formatCount(comparison.unpaired)} cases have a result in only one of the two and are left
          out.
        </Text>
      )}
    </Section>
  )
}

function Pairs({ comparison }: { comparison: Comparison }) {
  return (
    <Table aria-label="Cases by outcome" maw={520}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th> </Table.Th>
          <Table.Th ta="right">Candidate passes</Table.Th>
          <Table.Th ta="right">Candidate fails</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr>
          <Table.Th>Baseline passes</Table.Th>
          <Table.Td ta="right">{formatCount(comparison.bothPassed)}</Table.Td>
          <Table.Td ta="right">{formatCount(comparison.onlyBaselinePassed)}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>Baseline fails</Table.Th>
          <Table.Td ta="right">{formatCount(comparison.onlyCandidatePassed)}</Table.Td>
          <Table.Td ta="right">{formatCount(comparison.bothFailed)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  )
}
