import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Section } from '../../../ui/Page.tsx'
import { AssertionRow } from './AssertionRow.tsx'
import { type AssertionForm, freshForm } from './assertion-form.ts'
import { useSetup } from './setup-store.ts'

const setAll = (change: (all: readonly AssertionForm[]) => AssertionForm[]) =>
  useSetup.setState(({ assertions }) => ({ assertions: change(assertions) }))

/** What makes an answer a good one: a result passes when all of these hold. */
export function Assertions({ judges }: { judges: readonly string[] }) {
  const assertions = useSetup((state) => state.assertions)
  return (
    <Section
      title="Assertions"
      hint="A result passes when all of them hold, or when its score reaches the threshold below. Without any, every answer passes."
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
        <AssertionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no identity but their place
          key={place}
          form={form}
          number={String(place + 1)}
          judges={judges}
          onChange={(next) =>
            setAll((all) => all.map((old, at) => (at === place ? next(old) : old)))
          }
          onRemove={() => setAll((all) => all.filter((_, at) => at !== place))}
        />
      ))}
    </Section>
  )
}
