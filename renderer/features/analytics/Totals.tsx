import { Group } from '@mantine/core'
import type { Report } from '#shared/contract/analytics.ts'
import { Figure } from '../../ui/Figure.tsx'
import { formatCount, formatDuration, formatShare } from '../../ui/format.ts'
import { formatMoney } from './money.ts'

const slots =
  'From counts in slots a third of an octave wide, so off by at most 13 %; every execution with a duration counts.'

/** The figures of the whole time. */
export function Totals({ report: { totals } }: { report: Report }) {
  return (
    <Group gap="xl" px="md" py="xs" role="group" aria-label="Figures of the whole time">
      <Figure
        label="Executions"
        value={formatCount(totals.executions)}
        explanation="Renders and calls that services recorded in this time."
        size="large"
      />
      <Figure
        label="Success"
        value={formatShare(totals.successRate)}
        explanation={`${formatCount(totals.failures)} of ${formatCount(totals.executions)} executions failed.`}
        tone={(totals.successRate ?? 1) < 0.95 ? 'bad' : 'plain'}
        size="large"
      />
      <Figure
        label="Median time"
        value={formatDuration(totals.p50Ms)}
        explanation={`Half of the executions were faster. ${slots}`}
        size="large"
      />
      <Figure
        label="p95"
        value={formatDuration(totals.p95Ms)}
        explanation={`95 % of the executions were faster. ${slots}`}
        size="large"
      />
      <Figure
        label="p99"
        value={formatDuration(totals.p99Ms)}
        explanation={`99 % of the executions were faster. ${slots}`}
        size="large"
      />
      <Figure
        label="Tokens"
        value={formatCount(totals.tokens)}
        explanation="Sum of the tokens that services recorded."
        size="large"
      />
      <Figure
        label="Cost"
        value={formatMoney(totals.costUsd)}
        explanation="Sum of the costs that services recorded, in US dollars; a dash where none did."
        size="large"
      />
      <Figure
        label="Violations"
        value={formatCount(totals.violations)}
        explanation="Guardrail violations; one execution can have several."
        size="large"
      />
      <Figure
        label="Cache hits"
        value={formatCount(totals.cacheHits)}
        explanation="Executions that were answered from a response cache."
        size="large"
      />
    </Group>
  )
}
