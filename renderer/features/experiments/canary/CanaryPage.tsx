import { Alert, Badge, Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tell, tellFailure } from '../../../ui/ask.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { State } from '../../../ui/State.tsx'
import { useTitle } from '../../../ui/shell/titles.ts'
import { canaryByKey, canaryKey, refreshExperiments } from '../store.ts'
import { percent } from '../words.ts'
import { canaryWords } from './Canaries.tsx'
import { Steps } from './Steps.tsx'

/** One canary: where it stands, what the rule says, and the way back. */
export function CanaryPage({ remote, name }: { remote: string; name: string }) {
  const resource = canaryByKey.use(canaryKey(remote, name))
  useTitle(`experiments/canaries/${remote}/${name}`, name)
  return <State resource={resource}>{(canary) => <OneCanary canary={canary} />}</State>
}

/** Does what the rule says now, and tells what that was. */
async function step({ remote, name }: CanaryView): Promise<void> {
  try {
    const { message } = await rpc.canary.step({ remote, canary: name })
    refreshExperiments()
    tell(message)
  } catch (error) {
    tellFailure(error)
  }
}

function rollBack({ remote, name, controlVersion }: CanaryView): void {
  askOnce({
    title: 'Roll back',
    text: `Everybody gets version ${controlVersion} again, at once.`,
    confirm: 'Roll back',
    onConfirm: () => {
      const reason = 'Rolled back by hand in the workbench.'
      void rpc.canary
        .rollBack({ remote, canary: name, reason })
        .then(refreshExperiments, tellFailure)
      modals.closeAll()
    },
  })
}

function OneCanary({ canary }: { canary: CanaryView }) {
  const { name, status, templateName, controlVersion, canaryVersion, decision } = canary
  return (
    <Page
      header={
        <PageHeader
          title={name}
          facts={
            <>
              <Badge>{canaryWords[status]}</Badge>
              <Badge>
                {templateName} v{controlVersion} → v{canaryVersion}
              </Badge>
            </>
          }
          actions={
            status === 'active' && (
              <Group gap={6}>
                <Button variant="default" onClick={() => rollBack(canary)}>
                  Roll back…
                </Button>
                <Button onClick={() => void step(canary)}>Do what the rule says</Button>
              </Group>
            )
          }
        />
      }
    >
      <Section
        title={`${percent(canary.coverageBp)} of the users have the new version`}
        hint={`Started by ${canary.startedBy} at ${formatInstant(canary.startedAt)}. ${canary.reason}`}
      >
        {decision !== null && (
          <Alert variant="outline" py={8} color={decision.action === 'roll_back' ? 'red' : 'gray'}>
            <Text size="sm">{decision.explanation}</Text>
          </Alert>
        )}
        <Text size="xs" c="dimmed" mt="xs">
          `galley canary watch {name} --remote {canary.remote}` runs it to its end, from anywhere.
        </Text>
      </Section>
      <Steps canary={canary} />
    </Page>
  )
}
