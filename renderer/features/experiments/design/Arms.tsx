import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Select,
  Slider,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { formatBasisPoints } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import type { Choices } from '../store.ts'
import type { DesignProps } from './draft.ts'
import { equalWeights } from './draft.ts'

/** Versions with their shares of the users; the first is the control. */
export function Arms({ draft, onChange, from }: DesignProps & { from: Choices }) {
  const { arms, template } = draft
  const latest = from.templates.find(({ name }) => name === template)?.latestVersion ?? 0
  const total = arms.reduce((sum, { weightBp }) => sum + weightBp, 0)
  const set = (at: number, change: Partial<(typeof arms)[number]>) =>
    onChange({ arms: arms.map((arm, place) => (place === at ? { ...arm, ...change } : arm)) })
  const add = () =>
    onChange({
      arms: equalWeights([
        ...arms,
        { key: `variant-${arms.length}`, version: latest, weightBp: 0 },
      ]),
    })
  return (
    <Section
      title="Arms"
      hint="Every user belongs to one arm for the whole test. The first is the control."
      actions={
        <Group gap={6}>
          <Button variant="default" onClick={() => onChange({ arms: equalWeights(arms) })}>
            Share equally
          </Button>
          <Button
            variant="default"
            disabled={latest === 0 || arms.length >= 10}
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={add}
          >
            Add an arm
          </Button>
        </Group>
      }
    >
      {arms.length === 0 && (
        <Text size="sm" c="dimmed">
          Choose a template first.
        </Text>
      )}
      {arms.map((arm, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys are edited; arms have no identity but their place
        <Group key={at} gap="sm" align="flex-end" mb="sm" wrap="nowrap">
          <TextInput
            label={at === 0 ? 'Control' : `Arm ${at + 1}`}
            value={arm.key}
            onChange={(event) => set(at, { key: event.currentTarget.value })}
          />
          <Select
            label="Version"
            aria-label={`Version of ${arm.key}`}
            w={110}
            data={Array.from({ length: latest }, (_, index) => ({
              value: String(latest - index),
              label: `v${latest - index}`,
            }))}
            value={String(arm.version)}
            onChange={(version) => set(at, { version: Number(version) })}
            allowDeselect={false}
          />
          <NumberInput
            label="Share"
            aria-label={`Share of ${arm.key}`}
            w={120}
            min={0}
            max={100}
            step={5}
            decimalScale={2}
            suffix="%"
            value={arm.weightBp / 100}
            onChange={(value) => set(at, { weightBp: Math.round(Number(value) * 100) })}
          />
          <ActionIcon
            variant="default"
            mb={4}
            aria-label={`Remove ${arm.key}`}
            disabled={arms.length <= 2}
            onClick={() =>
              onChange({ arms: equalWeights(arms.filter((_, place) => place !== at)) })
            }
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {arms.length > 0 && total !== 10_000 && (
        <Text size="sm" c="var(--galley-bad)" role="alert">
          The shares add up to {formatBasisPoints(total)}, not 100%.
        </Text>
      )}
      <Coverage draft={draft} onChange={onChange} />
    </Section>
  )
}

function Coverage({ draft, onChange }: DesignProps) {
  return (
    <div>
      <Text size="sm" mt="sm" id="coverage-label">
        Takes part: {formatBasisPoints(draft.coverageBp)} of all users
      </Text>
      <Slider
        maw={420}
        thumbLabel="Share of all users that take part"
        min={0}
        max={10_000}
        step={100}
        label={formatBasisPoints}
        value={draft.coverageBp}
        onChange={(coverageBp) => onChange({ coverageBp })}
      />
    </div>
  )
}
