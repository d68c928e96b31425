import { Group, Select, SimpleGrid, Slider, Stack, Switch, Text } from '@mantine/core'
import { useDeferredValue, useMemo } from 'react'
import { liveRuleSchema } from '#shared/contract/experiment/design.ts'
import type { PowerAnswer } from '#shared/domain/planning/power.ts'
import { LineChart } from '../../../ui/chart/LineChart.tsx'
import { Figure } from '../../../ui/Figure.tsx'
import { formatCount, formatDistance, formatShare } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { ruleWords } from '../words.ts'
import type { DesignProps } from './draft.ts'
import { type DesignDraft, powerOf } from './draft.ts'
import { Limits } from './Limits.tsx'

/** When it ends, and what that makes of the plan: figures follow the sliders, computed here and exactly. */
export function Power({ draft, onChange }: DesignProps) {
  const settled = useDeferredValue(draft)
  const answer = useMemo(() => powerOf(settled), [settled])
  const rules = liveRuleSchema.options.map((value) => ({ value, label: ruleWords[value].title }))
  return (
    <Section title="Size and end" hint={ruleWords[draft.rule].text}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Stack gap="md">
          <Select
            label="Stopping rule"
            data={rules}
            value={draft.rule}
            onChange={(rule) => onChange({ rule: liveRuleSchema.parse(rule) })}
            allowDeselect={false}
          />
          <Sliders draft={draft} onChange={onChange} />
          <Limits draft={draft} onChange={onChange} wanted={answer?.users ?? null} />
          <Automation draft={draft} onChange={onChange} />
        </Stack>
        {answer === null ? (
          <Text size="sm" c="dimmed">
            Two arms with a share each are needed before anything can be planned.
          </Text>
        ) : (
          <Answer answer={answer} draft={settled} />
        )}
      </SimpleGrid>
    </Section>
  )
}

interface PlanSlider {
  key: 'control' | 'effect' | 'power' | 'usersPerDay'
  label: string
  min: number
  max: number
  step: number
  say: (value: number) => string
}

const sliders: readonly PlanSlider[] = [
  {
    key: 'control',
    label: 'The control reaches',
    min: 0.01,
    max: 0.99,
    step: 0.01,
    say: formatShare,
  },
  {
    key: 'effect',
    label: 'The difference to find',
    min: 0.005,
    max: 0.3,
    step: 0.005,
    say: formatDistance,
  },
  {
    key: 'power',
    label: 'Found with a chance of',
    min: 0.55,
    max: 0.95,
    step: 0.05,
    say: formatShare,
  },
  {
    key: 'usersPerDay',
    label: 'Users per day who take part',
    min: 20,
    max: 5000,
    step: 20,
    say: formatCount,
  },
]

function Sliders({ draft, onChange }: DesignProps) {
  // A slider moved is a new plan: the stored size no longer holds.
  const set = (change: Partial<DesignDraft['plan']>) =>
    onChange({ plannedUsers: null, plan: { ...draft.plan, ...change } })
  return (
    <>
      {sliders.map(({ key, label, say, ...range }) => (
        <div key={key}>
          <Group justify="space-between">
            <Text size="sm">{label}</Text>
            <Text size="sm" fw={600}>
              {say(draft.plan[key])}
            </Text>
          </Group>
          <Slider
            {...range}
            thumbLabel={label}
            label={null}
            value={draft.plan[key]}
            onChange={(value) => set({ [key]: value })}
          />
        </div>
      ))}
    </>
  )
}

function Automation({ draft, onChange }: DesignProps) {
  const { automation } = draft
  return (
    <Stack gap={6}>
      <Switch
        label="Promote the winner at the look that finds it"
        checked={automation.promotesWinner}
        onChange={(event) =>
          onChange({ automation: { ...automation, promotesWinner: event.currentTarget.checked } })
        }
      />
      <Switch
        label="End the test at the look that finds it harmful"
        checked={automation.stopsHarmful}
        onChange={(event) =>
          onChange({ automation: { ...automation, stopsHarmful: event.currentTarget.checked } })
        }
      />
    </Stack>
  )
}

const days = (value: number | null): string =>
  value === null ? '–' : `${formatCount(Math.ceil(value))} days`

function Answer({ answer, draft }: { answer: PowerAnswer; draft: DesignDraft }) {
  const { plan, curve, users } = answer
  const planned = draft.plannedUsers ?? users
  return (
    <Stack gap="sm">
      <Group gap="xl">
        <Figure
          label="Users"
          value={planned === null ? '–' : formatCount(planned)}
          explanation="Users over all arms that a test with one look at the end needs."
        />
        <Figure
          label="Lasts"
          value={days(answer.days)}
          explanation="Until that many users took part."
        />
        <Figure
          label="Power of the rule"
          value={formatShare(plan?.powerOfRule ?? plan?.powerFixed ?? null)}
          explanation="Chance that the chosen rule finds the difference, by the exact recursion."
        />
        <Figure
          label="Ends after, on average"
          value={days(plan?.expectedDays ?? null)}
          explanation="If the difference is as large as planned: early stops shorten the test."
        />
        <Figure
          label="Smallest difference found"
          value={plan?.detectableEffect == null ? '–' : formatDistance(plan.detectableEffect)}
          explanation="With the wanted power, by a fixed test of this length."
        />
      </Group>
      {Object.values(answer.reasons).map((reason) => (
        <Notice key={reason}>{reason}</Notice>
      ))}
      {curve.length > 1 && (
        <div style={{ position: 'relative', height: 220 }}>
          <LineChart
            label={`Power by days: ${curve.map((at) => `${at.days}: ${formatShare(at.power)}`).join(', ')}`}
            xTitle="Days"
            yTitle="Power"
            series={[
              {
                label: 'Power of a fixed end',
                tone: 'main',
                points: curve.map((at) => ({ x: at.days, y: at.power })),
              },
            ]}
          />
        </div>
      )}
    </Stack>
  )
}
