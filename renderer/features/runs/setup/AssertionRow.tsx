import {
  ActionIcon,
  Button,
  Group,
  type OptionsFilter,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type Assertion, assertionTypes } from '#shared/contract/run/run.ts'
import { explained, type Family } from '#shared/domain/assertions/explained.ts'
import { canNegate, canWeigh, fieldsOf } from '#shared/domain/assertions/fields.ts'
import { AssertionField } from './AssertionField.tsx'
import { type AssertionForm, changeType, freshForm, readForm } from './assertion-form.ts'

const families: Readonly<Record<Family, string>> = {
  text: 'Words and numbers',
  structure: 'Structure',
  likeness: 'Likeness to a reference',
  judge: 'Judged by meaning',
  call: 'The call itself',
  code: 'Your own rule',
  answers: 'Beyond one answer',
}

/** Every kind that can be run, in groups; members of a set are judged by themselves. */
const kindsFor = (isMember: boolean) =>
  Object.entries(families).map(([family, group]) => ({
    group,
    items: assertionTypes
      .filter((type) => explained[type].family === family && !(isMember && family === 'answers'))
      .map((type) => ({ value: type, label: type })),
  }))
const kinds = kindsFor(false)
const memberKinds = kindsFor(true)

const isType = (text: string): text is Assertion['type'] => Object.hasOwn(explained, text)
const helpOf = (value: string) => (isType(value) ? explained[value].help : '')

/** All words under which a kind is found: its name, its help, its family. */
const wordsOf = (value: string) =>
  isType(value)
    ? `${value} ${helpOf(value)} ${families[explained[value].family]}`.toLowerCase()
    : value

/** Finds a kind by its name and by what its help says. */
const filter: OptionsFilter = ({ options, search }) => {
  const words = search.toLowerCase().split(/\s+/)
  const isMeant = (value: string) => words.every((word) => wordsOf(value).includes(word))
  const found: typeof options = []
  for (const option of options) {
    if (!('group' in option)) found.push(...(isMeant(option.value) ? [option] : []))
    else found.push({ ...option, items: option.items.filter(({ value }) => isMeant(value)) })
  }
  return found.filter((option) => !('group' in option) || option.items.length > 0)
}

interface AssertionRowProps {
  form: AssertionForm
  /** "2", or "2.1" in a set. */
  number: string
  judges: readonly string[]
  isMember?: boolean
  onChange: (change: (old: AssertionForm) => AssertionForm) => void
  onRemove: () => void
}

/** One assertion: its kind with its help, what it takes, how much it counts. */
export function AssertionRow(props: AssertionRowProps) {
  const { form, number, judges, isMember = false, onChange, onRemove } = props
  const set = (change: Partial<AssertionForm>) => onChange((old) => ({ ...old, ...change }))
  const read = readForm(form)
  return (
    <Stack gap={2} mb="sm" role="group" aria-label={`Assertion ${number}`}>
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <Group gap="sm" align="flex-start" flex={1}>
          {canNegate(form.type) && (
            <Switch
              mt={6}
              label="not"
              aria-label={`Assertion ${number} must not hold`}
              checked={form.isNegated}
              onChange={(event) => set({ isNegated: event.currentTarget.checked })}
            />
          )}
          <Select
            w={200}
            searchable
            maxDropdownHeight={360}
            aria-label={`Kind of assertion ${number}`}
            data={isMember ? memberKinds : kinds}
            filter={filter}
            renderOption={({ option }) => <KindOption type={option.value} />}
            comboboxProps={{ width: 460, position: 'bottom-start' }}
            value={form.type}
            onChange={(type) =>
              type !== null && isType(type) && onChange((old) => changeType(old, type))
            }
          />
          {fieldsOf(form.type).map((field) => (
            <AssertionField
              key={field.name}
              field={field}
              isComparing={!['structure', 'call'].includes(explained[form.type].family)}
              number={number}
              judges={judges}
              written={form.written[field.name] ?? ''}
              onWrite={(text) => set({ written: { ...form.written, [field.name]: text } })}
            />
          ))}
          {canWeigh(form.type) && <Weighing form={form} number={number} set={set} />}
        </Group>
        <ActionIcon mt={3} aria-label={`Remove assertion ${number}`} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed">
        {form.isNegated ? `Not: ${helpOf(form.type)}` : helpOf(form.type)}
      </Text>
      {form.type === 'assert-set' ? (
        <Members {...props} />
      ) : (
        'complaint' in read && (
          <Text size="sm" c="var(--galley-bad)" role="status">
            {read.complaint}
          </Text>
        )
      )}
    </Stack>
  )
}

function KindOption({ type }: { type: string }) {
  return (
    <div>
      <Text size="sm">{type}</Text>
      <Text size="xs" c="dimmed">
        {helpOf(type)}
      </Text>
    </div>
  )
}

interface WeighingProps {
  form: AssertionForm
  number: string
  set: (change: Partial<AssertionForm>) => void
}

/** How much it counts, and under which name its score is kept. */
function Weighing({ form, number, set }: WeighingProps) {
  return (
    <>
      <TextInput
        w={64}
        aria-label={`Weight of assertion ${number}`}
        title="Its share in the score; 0 records it without judging by it"
        leftSection={<Text size="xs">×</Text>}
        value={form.weight}
        onChange={(event) => set({ weight: event.currentTarget.value })}
      />
      <TextInput
        w={110}
        aria-label={`Metric of assertion ${number}`}
        title="Scores of the same metric are averaged and compared under its name"
        placeholder="metric"
        value={form.metric}
        onChange={(event) => set({ metric: event.currentTarget.value })}
      />
    </>
  )
}

/** The assertions of a set. */
function Members({ form, number, judges, onChange }: AssertionRowProps) {
  const setMembers = (change: (all: readonly AssertionForm[]) => AssertionForm[]) =>
    onChange((old) => ({ ...old, members: change(old.members) }))
  return (
    <Stack gap={0} ml="lg" mt="xs">
      {form.members.map((member, place) => (
        <AssertionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: members have no identity but their place
          key={place}
          form={member}
          number={`${number}.${place + 1}`}
          judges={judges}
          isMember
          onChange={(next) =>
            setMembers((all) => all.map((old, at) => (at === place ? next(old) : old)))
          }
          onRemove={() => setMembers((all) => all.filter((_, at) => at !== place))}
        />
      ))}
      <Button
        variant="subtle"
        w="fit-content"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setMembers((all) => [...all, freshForm('contains')])}
      >
        Assertion of set {number}
      </Button>
    </Stack>
  )
}
