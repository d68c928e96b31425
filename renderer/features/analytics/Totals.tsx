import { Group } from '@mantine/core'
import type { Report } from '#shared/contract/analytics.ts'
import { Figure } from '../../ui/Figure.tsx'
import { formatCost, formatCount, formatDuration, formatShare } from '../../ui/format.ts'

type Numbers = Report['totals']

interface Total {
  readonly label: string
  readonly value: (totals: Numbers) => string
  readonly explains: (totals: Numbers) => string
  readonly isBad?: (totals: Numbers) => boolean
}

const slots =
  'From counts in slots a third of an octave wide, so off by at most 13%; every execution with a duration counts.'

const percentile = (label: string, field: 'p50Ms' | 'p95Ms' | 'p99Ms', share: string): Total => ({
  label,
  value: (totals) => formatDuration(totals[field]),
  explains: () => `${share} of the executions were faster. ${slots}`,
})

const count = (
  label: string,
  field: 'executions' | 'tokens' | 'violations' | 'cacheHits',
  explanation: string,
): Total => ({
  label,
  value: (totals) => formatCount(totals[field]),
  explains: () => explanation,
})

const figures: readonly Total[] = [
  count('Executions', 'executions', 'Renders and calls that services recorded in this time.'),
  {
    label: 'Success',
    value: ({ successRate }) => formatShare(successRate),
    explains: ({ failures, executions }) =>
      `${formatCount(failures)} of ${formatCount(executions)} executions failed.`,
    isBad: ({ successRate }) => (successRate ?? 1) < 0.95,
  },
  percentile('Median time', 'p50Ms', 'Half'),
  percentile('p95', 'p95Ms', '95%'),
  percentile('p99', 'p99Ms', '99%'),
  count('Tokens', 'tokens', 'Sum of the tokens that services recorded.'),
  {
    label: 'Cost',
    value: ({ costUsd }) => formatCost(costUsd),
    explains: () =>
      'Sum of the costs that services recorded, in US dollars; a dash where none did.',
  },
  count('Violations', 'violations', 'Guardrail violations; one execution can have several.'),
  count('Cache hits', 'cacheHits', 'Executions that were answered from a response cache.'),
]

/** The figures of the whole time. */
export function Totals({ report: { totals } }: { report: Report }) {
  return (
    <Group gap="xl" px="md" py="xs" role="group" aria-label="Figures of the whole time">
      {figures.map(({ label, value, explains, isBad }) => (
        <Figure
          key={label}
          label={label}
          value={value(totals)}
          explanation={explains(totals)}
          tone={isBad?.(totals) ? 'bad' : 'plain'}
          size="large"
        />
      ))}
    </Group>
  )
}
