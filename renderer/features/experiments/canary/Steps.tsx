import { Table } from '@mantine/core'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { Explained } from '../../../ui/Explained.tsx'
import {
  formatBasisPoints,
  formatCount,
  formatDistance,
  formatDuration,
  formatInstant,
  formatShare,
} from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { formatDifference, formatInterval } from '../live/numbers.ts'

type Side = NonNullable<CanaryView['steps'][number]['canary']>
const states = { done: 'done', current: 'now', coming: 'coming' }
const metricWords = { success: 'success', error_rate: 'failures', p95: 'slow requests' }

const pair = (canary: Side | null, control: Side | null, say: (side: Side) => string): string =>
  canary === null || control === null ? '–' : `${say(canary)} / ${say(control)}`

/** Steps with the figures of both sides, and the evidence that the rule decides by. */
export function Steps({ canary }: { canary: CanaryView }) {
  const { steps, decision } = canary
  return (
    <>
      <Section title="Steps" hint="New version / old version, each within its own step.">
        <Table aria-label="Steps of the canary">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Coverage</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Since</Table.Th>
              <Table.Th ta="right">Users</Table.Th>
              <Table.Th ta="right">Success</Table.Th>
              <Table.Th ta="right">Failures</Table.Th>
              <Table.Th ta="right">
                <Explained text="Nineteen of twenty requests were quicker.">p95</Explained>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map(({ step, coverageBp, state, startedAt, canary: fresh, control }) => (
              <Table.Tr key={step} aria-current={state === 'current' ? 'step' : undefined}>
                <Table.Td fw={state === 'current' ? 600 : 400}>
                  {formatBasisPoints(coverageBp)}
                </Table.Td>
                <Table.Td>{states[state]}</Table.Td>
                <Table.Td>{formatInstant(startedAt)}</Table.Td>
                <Table.Td ta="right">
                  {pair(fresh, control, ({ users }) => formatCount(users))}
                </Table.Td>
                <Table.Td ta="right">
                  {pair(fresh, control, ({ successRate }) => formatShare(successRate))}
                </Table.Td>
                <Table.Td ta="right">
                  {pair(fresh, control, ({ errorRate }) => formatShare(errorRate))}
                </Table.Td>
                <Table.Td ta="right">
                  {pair(fresh, control, ({ p95Ms }) => formatDuration(p95Ms))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      {decision !== null && (
        <Section title="Evidence" hint="Over all steps; intervals hold at every look.">
          <Table aria-label="Evidence of the canary">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Rate</Table.Th>
                <Table.Th ta="right">New minus old</Table.Th>
                <Table.Th ta="right">
                  <Explained text="The true difference lies in it at every look, however often one looks.">
                    Interval
                  </Explained>
                </Table.Th>
                <Table.Th ta="right">Tolerated loss</Table.Th>
                <Table.Th>Judged</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {decision.evidence.map(({ metric, diff, ci, margin, isHarmed }) => (
                <Table.Tr key={metric}>
                  <Table.Td>{metricWords[metric]}</Table.Td>
                  <Table.Td ta="right">{formatDifference(diff, 'share')}</Table.Td>
                  <Table.Td ta="right">{formatInterval(ci, 'share')}</Table.Td>
                  <Table.Td ta="right">{formatDistance(margin)}</Table.Td>
                  <Table.Td c={isHarmed ? 'var(--galley-bad)' : 'dimmed'}>
                    {isHarmed ? 'harmed' : 'not harmed'}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
    </>
  )
}
