import { Button, Group, Select, Text } from '@mantine/core'
import { IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { TemplateSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { followRun } from '../progress.ts'
import { Assertions } from './Assertions.tsx'
import { readForm } from './assertion-form.ts'
import { EntryRow } from './EntryRow.tsx'
import { LackingNotice } from './LackingNotice.tsx'
import { RunOptions } from './RunOptions.tsx'
import {
  choices,
  columnsOf,
  emptyEntry,
  guessAssertions,
  optionsInput,
  type RunInput,
  resetSetup,
  setEntry,
  useSetup,
} from './setup-store.ts'

/** `#/runs/new?dataset=ID&template=ID`: what to run over what, and what a good answer is. */
export function SetupPage({ route }: { route: Route }) {
  const resource = choices.use('all')
  return (
    <Page header={<PageHeader title="New run" />}>
      <State resource={resource} empty={missing}>
        {({ templates, datasets, models }) => (
          <SetupForm
            templates={templates}
            datasets={datasets}
            models={models}
            asked={route.query}
          />
        )}
      </State>
    </Page>
  )
}

type Choices = NonNullable<ReturnType<typeof choices.peek>>

/** A form of empty lists would be a riddle: what has to be there first, and the way to it. */
function missing({ templates, datasets }: Choices) {
  if (datasets.length === 0) {
    return (
      <Empty
        icon={IconPlayerPlay}
        title="No dataset to run over"
        actions={
          <LinkButton href={formatRoute(['datasets', 'import'])}>Import a dataset</LinkButton>
        }
      >
        A run plays versions of templates over the cases of a dataset. The sample workspace on the
        start page has one.
      </Empty>
    )
  }
  return (
    templates.length === 0 && (
      <Empty
        icon={IconPlayerPlay}
        title="No version to run"
        actions={<LinkButton href={formatRoute(['templates'])}>Templates</LinkButton>}
      >
        A run plays saved versions: save one in the editor of a template.
      </Empty>
    )
  )
}

interface SetupFormProps {
  templates: readonly TemplateSummary[]
  datasets: readonly Dataset[]
  models: readonly string[]
  asked: Route['query']
}

function SetupForm({ templates, datasets, models, asked }: SetupFormProps) {
  const { dataset: datasetId, entries } = useSetup()
  const dataset = datasets.find((one) => one.id === datasetId)
  usePrefill(asked)
  return (
    <>
      <Section title="Dataset" hint="The run freezes the version that is newest now.">
        <Select
          maw={420}
          aria-label="Dataset"
          placeholder="Choose a dataset"
          searchable
          data={datasets.map((one) => ({
            value: one.id,
            label: `${one.name} (${formatCount(one.caseCount)} cases)`,
          }))}
          value={datasetId}
          onChange={(id) => id && void chooseDataset(id)}
        />
      </Section>
      <Section
        title="Versions and models"
        hint="Each version with each model of its line becomes one column."
        actions={
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => useSetup.setState({ entries: [...entries, emptyEntry] })}
          >
            Another template
          </Button>
        }
      >
        {entries.map((entry, place) => (
          <EntryRow
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity but their place
            key={place}
            entry={entry}
            place={place}
            templates={templates}
            models={[
              ...models,
              ...(dataset?.recordedModels ?? []).map((name) => `recorded:${name}`),
            ]}
            canRemove={entries.length > 1}
          />
        ))}
      </Section>
      <LackingNotice dataset={dataset} />
      <Assertions judges={models.filter((ref) => ref.startsWith('provider:'))} />
      <StartBar dataset={dataset} models={models} />
    </>
  )
}

async function chooseDataset(id: string): Promise<void> {
  useSetup.setState({ dataset: id })
  const assertions = await guessAssertions(id).catch(() => [])
  if (useSetup.getState().assertions.length === 0) useSetup.setState({ assertions })
}

/** A link from a dataset or a template fills in where it came from. */
function usePrefill(asked: Route['query']) {
  const { dataset, template } = asked
  useEffect(() => {
    if (dataset !== undefined) void chooseDataset(dataset)
    // Who comes back finds the versions that were chosen.
    const isChosen = useSetup.getState().entries[0]?.template === template
    if (template !== undefined && !isChosen) setEntry(0, { template, versions: [] })
  }, [dataset, template])
}

function StartBar({
  dataset,
  models,
}: {
  dataset: Dataset | undefined
  models: readonly string[]
}) {
  const { entries, assertions, options } = useSetup()
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const columns = columnsOf(entries)
  const read = assertions.map(readForm)
  const ready = read.flatMap((one) => ('assertion' in one ? [one.assertion] : []))
  const missing = [
    ...(dataset === undefined ? ['a dataset'] : []),
    ...(columns.length === 0 ? ['at least one version with a model'] : []),
    ...(ready.length < read.length ? ['the values of the assertions'] : []),
  ]
  const input: RunInput | null =
    dataset === undefined || missing.length > 0
      ? null
      : { dataset: dataset.id, columns, assertions: ready, ...optionsInput(options) }
  const start = async () => {
    if (input === null) return
    setBusy(true)
    setError(null)
    try {
      const run = await rpc.run.start(input)
      followRun(run)
      resetSetup()
      navigate(formatRoute(['runs', run.id]))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <RunOptions dataset={dataset} models={models} input={input} />
      {error !== null && <ErrorNotice error={error} />}
      <Group mt="xs">
        <Button
          size="sm"
          loading={isBusy}
          disabled={missing.length > 0}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={start}
        >
          Start the run
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {missing.length > 0
            ? `Still needed: ${missing.join(' and ')}.`
            : `${columns.length} ${columns.length === 1 ? 'column' : 'columns'} × ${formatCount(dataset?.caseCount ?? 0)} cases`}
        </Text>
      </Group>
    </div>
  )
}
