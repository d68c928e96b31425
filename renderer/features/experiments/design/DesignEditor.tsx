import { Button, Group, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { useTitle } from '../../../ui/shell/titles.ts'
import { StartButton } from '../live/StartButton.tsx'
import { Simulation } from '../simulate/Simulation.tsx'
import { type Choices, refreshExperiments } from '../store.ts'
import { Arms } from './Arms.tsx'
import { armsOf, type DesignDraft, type DesignProps, designOf, newDraft, toDraft } from './draft.ts'
import { Metrics } from './Metrics.tsx'
import { Power } from './Power.tsx'

async function save(stored: Experiment | null, draft: DesignDraft): Promise<void> {
  const { name, description, template } = draft
  const design = designOf(draft)
  if (stored === null) {
    await rpc.experiment.create({ name, description, template, design })
  } else {
    const newName = name === stored.name ? {} : { newName: name }
    const change = { description, template, design, ...newName }
    await rpc.experiment.update({ experiment: stored.name, ...change })
  }
  refreshExperiments()
  navigate(formatRoute(['experiments', name]))
}

/** A draft: what is compared, what is measured, when it ends; power and simulation beside it. */
export function DesignEditor({ stored, from }: { stored: Experiment | null; from: Choices }) {
  const [draft, setDraft] = useState(() => (stored === null ? newDraft : toDraft(stored)))
  const [error, setError] = useState<unknown>(null)
  const onChange = (change: Partial<DesignDraft>) => setDraft({ ...draft, ...change })
  useTitle(`experiments/${stored?.name ?? 'new'}`, stored?.name ?? 'New experiment')
  const saveNow = async () => {
    try {
      await save(stored, draft)
      setError(null)
      tell('Saved.')
    } catch (failure) {
      setError(failure)
    }
  }
  const isReady = draft.name !== '' && draft.arms.length > 1
  return (
    <Page
      header={
        <PageHeader
          title={stored?.name ?? 'New experiment'}
          facts={
            stored !== null && (
              <LinkBadge href={addressOf.published(stored.templateName)}>
                {stored.templateName}
              </LinkBadge>
            )
          }
          actions={
            <Group gap={6}>
              {stored !== null && <StartButton experiment={stored} remotes={from.remotes} />}
              <Button disabled={!isReady} onClick={() => void saveNow()}>
                Save
              </Button>
            </Group>
          }
        />
      }
    >
      {error !== null && <ErrorNotice error={error} />}
      <About draft={draft} onChange={onChange} from={from} />
      <Arms draft={draft} onChange={onChange} from={from} />
      <Metrics draft={draft} onChange={onChange} />
      <Power draft={draft} onChange={onChange} />
      <Simulation draft={draft} runs={from.runs} />
    </Page>
  )
}

function About({ draft, onChange, from }: DesignProps & { from: Choices }) {
  return (
    <Section title="What is compared">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <TextInput
          label="Name"
          required
          value={draft.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Select
          label="Template"
          searchable
          placeholder="Choose a template"
          data={from.templates.map(({ name }) => name)}
          limit={200}
          value={draft.template === '' ? null : draft.template}
          onChange={(name) => {
            const found = from.templates.find((one) => one.name === name)
            if (found !== undefined)
              onChange({ template: found.name, arms: armsOf(found.latestVersion ?? 1) })
          }}
        />
      </SimpleGrid>
      <Textarea
        mt="sm"
        label="Why"
        description="What you expect of the new version, and what would change your mind."
        autosize
        minRows={2}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
    </Section>
  )
}
