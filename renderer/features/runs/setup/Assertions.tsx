import { ActionIcon, Button, Group, Select, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { Section } from '../../../ui/Page.tsx'
import { type AssertionForm, freshForm, kindOf, kinds, readForm } from './assertion-form.ts'
import { useSetup } from './setup-store.ts'

const setAll = (change: (all: readonly AssertionForm[]) => AssertionForm[]) =>
  useSetup.setState(({ assertions }) => ({ assertions: change(assertions) }))

/** What makes an answer a good one: a result passes when all of these hold. */
export function Assertions() {
  const assertions = useSetup((state) => state.assertions)
  return (
    <Section
      title="Assertions"
      hint="A result passes when all of them hold. Without any, every answer passes."
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAll((all) => [...all, freshForm('contains')])}
        >
          Assertion
        </Button>
      }
    >
      {assertions.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet.
        </Text>
      )}
      {assertions.map((form, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no identity but their place
        <AssertionRow key={place} form={form} place={place} />
      ))}
    </Section>
  )
}

function AssertionRow({ form, place }: { form: AssertionForm; place: number }) {
  const number = place + 1
  const kind = kindOf(form.type)
  const set = (change: Partial<AssertionForm>) =>
    setAll((all) => all.map((old, at) => (at === place ? { ...old, ...change } : old)))
  const read = readForm(form)
  return (
    <Group gap="sm" mb="xs" align="flex-start">
      <Text size="sm" mt={5}>
        The output
      </Text>
      <Switch
        mt={6}
        label="not"
        aria-label={`Assertion ${number} must not hold`}
        checked={form.isNegated}
        onChange={(event) => set({ isNegated: event.currentTarget.checked })}
      />
      <Select
        w={180}
        aria-label={`Kind of assertion ${number}`}
        data={kinds.map(({ type, label }) => ({ value: type, label }))}
        value={form.type}
        onChange={(type) => type && set(freshForm(type))}
      />
      <ValueField form={form} number={number} set={set} />
      {kind?.threshold && (
        <TextInput
          w={130}
          aria-label={`${kind.threshold.label} of assertion ${number}`}
          leftSection={<Text size="xs">{kind.threshold.key === 'tolerance' ? '±' : '≤'}</Text>}
          value={form.threshold}
          onChange={(event) => set({ threshold: event.currentTarget.value })}
        />
      )}
      <ActionIcon
        aria-label={`Remove assertion ${number}`}
        onClick={() => setAll((all) => all.filter((_, at) => at !== place))}
      >
        <IconTrash size={15} aria-hidden />
      </ActionIcon>
      {'complaint' in read && (
        <Text size="sm" mt={5} c="var(--galley-bad)" role="status">
          {read.complaint}
        </Text>
      )}
    </Group>
  )
}

interface ValueFieldProps {
  form: AssertionForm
  number: number
  set: (change: Partial<AssertionForm>) => void
}

/** What the output is held against. */
function ValueField({ form, number, set }: ValueFieldProps) {
  const takes = kindOf(form.type)?.value ?? 'none'
  const label = `Value of assertion ${number}`
  if (takes === 'none') return null
  if (takes === 'lines') {
    return (
      <Textarea
        w={260}
        autosize
        aria-label={label}
        placeholder="one text per line"
        value={form.value}
        onChange={(event) => set({ value: event.currentTarget.value })}
      />
    )
  }
  return (
    <TextInput
      w={260}
      aria-label={label}
      placeholder={takes === 'text' ? 'pattern (RE2)' : 'the case’s expected answer'}
      value={form.value}
      onChange={(event) => set({ value: event.currentTarget.value })}
    />
  )
}
