import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Dataset, type Split, splitPlanSchema } from '#shared/contract/dataset/dataset.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { State } from '../../../ui/State.tsx'
import { leaks } from '../store.ts'
import { GroupTable } from './GroupTable.tsx'

const names: readonly Split[] = ['train', 'dev', 'test', 'holdout']
const hints: Readonly<Record<Split, string>> = {
  train: 'to learn from: examples, generation, optimisation',
  dev: 'to look at while working',
  test: 'to decide with',
  holdout: 'for the end: nothing may learn from it',
}

/** How cases are dealt out, and whether the holdout leaks. */
export function SplitsPane({ dataset }: { dataset: Dataset }) {
  return (
    <>
      <Section
        title="Splits"
        hint="A case is dealt out by what it says: it stays where it is when others are added or removed."
      >
        <Counts dataset={dataset} />
        <PlanForm key={dataset.version} dataset={dataset} />
      </Section>
      {(dataset.splitCounts.holdout ?? 0) > 0 && <Leaks dataset={dataset} />}
    </>
  )
}

function Counts({ dataset }: { dataset: Dataset }) {
  const present = names.filter((name) => dataset.splitCounts[name] !== undefined)
  if (present.length === 0) return <Text size="sm">Version {dataset.version} is not split.</Text>
  return (
    <Text size="sm" role="status">
      Version {dataset.version}:{' '}
      {present.map((name) => `${name} ${formatCount(dataset.splitCounts[name] ?? 0)}`).join(', ')}.
    </Text>
  )
}

const usual = { train: 0.6, dev: 0.1, test: 0.2, holdout: 0.1 }

function PlanForm({ dataset }: { dataset: Dataset }) {
  const [seed, setSeed] = useState(dataset.splitPlan?.seed ?? dataset.name.slice(0, 100))
  const [shares, setShares] = useState(dataset.splitPlan?.shares ?? usual)
  const [error, setError] = useState<unknown>(null)
  const check = splitPlanSchema.safeParse({ seed, shares })
  const put = async (plan: Dataset['splitPlan']) => {
    try {
      const { version } = await rpc.dataset.split({ dataset: dataset.id, plan })
      tell(plan === null ? 'The dataset is not split any more.' : `Split as version ${version}.`)
      setError(null)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Stack gap="sm" maw={720} mt="sm">
      <TextInput
        maw={648}
        label="Seed"
        description="The same seed deals the same cases to the same splits, on any machine."
        value={seed}
        onChange={(event) => setSeed(event.currentTarget.value)}
      />
      <Group align="flex-end">
        {names.map((name) => (
          <NumberInput
            key={name}
            w={150}
            label={`${name}, %`}
            title={hints[name]}
            min={0}
            max={100}
            value={Math.round(shares[name] * 1000) / 10}
            onChange={(value) => setShares({ ...shares, [name]: Number(value) / 100 })}
          />
        ))}
      </Group>
      {!check.success && (
        <Text size="sm" c="var(--galley-bad)" role="alert">
          {check.error.issues[0]?.message}
        </Text>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <Group>
        <Button disabled={!check.success} onClick={() => check.success && put(check.data)}>
          Split as version {dataset.version + 1}
        </Button>
        {dataset.splitPlan !== null && (
          <Button variant="default" onClick={() => put(null)}>
            No splits any more
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Leaks({ dataset }: { dataset: Dataset }) {
  const resource = leaks.use(dataset.id)
  return (
    <Section
      title="Leaks"
      hint="Cases of the holdout that say the same, or nearly, as a case of another split."
    >
      <State resource={resource}>
        {(groups) =>
          groups.length === 0 ? (
            <Text size="sm">None found: the holdout stands for itself.</Text>
          ) : (
            <>
              <Notice
                isUrgent
                tone="warn"
                title={`${groups.length} groups of cases are in the holdout and elsewhere: scores on it will be too good.`}
              />
              <GroupTable label="Leaks" groups={groups} />
            </>
          )
        }
      </State>
    </Section>
  )
}
