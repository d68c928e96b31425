import { Button, Group, Text } from '@mantine/core'
import { IconPackage } from '@tabler/icons-react'
import { useState } from 'react'
import type { Workspace } from '#shared/contract/workspace.ts'
import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure } from '../../ui/ask.tsx'
import { Figure } from '../../ui/Figure.tsx'
import { formatCount } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { State } from '../../ui/State.tsx'
import type { Route } from '../../ui/shell/route.ts'
import { Activity } from './Activity.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { workspace } from './overview.ts'
import classes from './StartPage.module.css'
import { Workspaces } from './Workspaces.tsx'
import { openSample } from './workspaces.ts'

/** The first page: the sample with one click, the figures, the latest work, the other workspaces. */
export function StartPage({ route }: { route: Route }) {
  const resource = workspace.use('current')
  return (
    <Page header={<PageHeader title="Start" />}>
      {route.query.lost !== undefined && <Lost />}
      <State resource={resource}>
        {(value) => (
          <>
            {!value.hasSample && <SampleOffer />}
            <Figures workspace={value} />
            <div className={classes.columns}>
              <Activity />
              <div className={classes.side}>
                <FirstSteps counts={value.counts} />
                <Workspaces />
              </div>
            </div>
          </>
        )}
      </State>
    </Page>
  )
}

/** The address named a workspace that this host cannot open (any more). */
function Lost() {
  return (
    <Notice tone="warn" title="The workspace of this address cannot be opened">
      It was taken off the list, or its folder is away. This is the one Galley was started with.
    </Notice>
  )
}

function SampleOffer() {
  const [busy, setBusy] = useState<'open' | 'add' | null>(null)
  const during = (deed: 'open' | 'add', work: () => Promise<void>) => {
    setBusy(deed)
    void work().finally(() => setBusy(null))
  }
  return (
    <Section
      title="See it with something in it"
      hint="Ten templates and GSM8K: 1,319 school maths problems with the recorded answers of four models, to run, compare and publish without any key or network."
    >
      <Group>
        <Button
          size="sm"
          loading={busy === 'open'}
          leftSection={<IconPackage size={16} aria-hidden />}
          onClick={() => during('open', openSample)}
        >
          Open the sample workspace
        </Button>
        <Button
          size="sm"
          variant="subtle"
          loading={busy === 'add'}
          onClick={() => during('add', addSample)}
        >
          Add it to this one
        </Button>
        <Text size="sm" c="dimmed">
          A workspace of its own, beside this one; you come back to it whenever you open it again.
        </Text>
      </Group>
    </Section>
  )
}

async function addSample(): Promise<void> {
  try {
    workspace.put('current', await rpc.workspace.addSample())
    tell('The sample templates and the GSM8K dataset are in this workspace.')
  } catch (error) {
    tellFailure(error)
  }
}

const figures = [
  ['templates', 'Templates', 'Named templates in this workspace, archived ones included.'],
  ['versions', 'Versions', 'Immutable snapshots of templates. A version never changes.'],
  ['datasets', 'Datasets', 'Sets of cases; each import of the same name makes a new version.'],
  ['cases', 'Cases', 'Cases of all datasets, in the newest version of each.'],
  ['runs', 'Runs', 'Versions played over a dataset, finished or not.'],
  ['results', 'Results', 'Outcomes of all runs: one per case and column.'],
  ['remotes', 'Shared stores', 'Databases that this workspace publishes to.'],
] as const

function Figures({ workspace: { counts, name } }: { workspace: Workspace }) {
  return (
    <Section title={`Workspace ${name}`}>
      <Group gap="lg">
        {figures.map(([key, label, explanation]) => (
          <Figure
            key={key}
            label={label}
            value={formatCount(counts[key])}
            explanation={explanation}
            size="large"
          />
        ))}
      </Group>
    </Section>
  )
}
