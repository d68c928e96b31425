import { Group, Text } from '@mantine/core'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import { DayChart } from '../../ui/chart/DayChart.tsx'
import { Figure } from '../../ui/Figure.tsx'
import { formatCount } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { counts } from './store.ts'

/** What the guardrail did in runs: over all time, and day by day. */
export function Counts({ guardrail }: { guardrail: GuardrailView }) {
  const resource = counts.use(guardrail.name)
  const { checks, violations, failures, falsePositives } = guardrail.counters
  return (
    <Section title="Counters" hint="Calls in runs; previews and checks by hand are not counted.">
      <Group gap="xl" mb="sm">
        <Figure
          label="Checks"
          value={formatCount(checks)}
          explanation="Calls that this guardrail judged, each counted once however many stages it has."
        />
        <Figure
          label="Violations"
          value={formatCount(violations)}
          explanation="Spans that were reported. One call can have several."
        />
        <Figure
          label="False positives"
          value={formatCount(falsePositives)}
          explanation="Violations that a person marked as none."
        />
        <Figure
          label="Not evaluated"
          value={formatCount(failures)}
          tone={failures > 0 ? 'bad' : 'plain'}
          explanation="Times the guardrail itself failed, e.g. a moderation service that did not answer."
        />
      </Group>
      <State
        resource={resource}
        empty={(days) =>
          days.length === 0 && (
            <Text size="sm" c="dimmed">
              No run has used it in the last 90 days.
            </Text>
          )
        }
      >
        {(days) => (
          <div style={{ height: 180 }}>
            <DayChart
              label={`Checks and violations of ${guardrail.name} by day`}
              days={days.map(({ day }) => day)}
              series={[
                { label: 'checks', tone: 'quiet', values: days.map((day) => day.checks) },
                { label: 'violations', tone: 'main', values: days.map((day) => day.violations) },
                { label: 'not evaluated', tone: 'bad', values: days.map((day) => day.failures) },
              ]}
            />
          </div>
        )}
      </State>
    </Section>
  )
}
