import { Anchor, Badge, Code, Text } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { formatBasisPoints, formatInstant } from '../../../ui/format.ts'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { canaryByKey, canaryKey } from '../store.ts'
import { stateOf } from '../words.ts'
import { CanaryActions } from './CanaryActions.tsx'
import { Steps } from './Steps.tsx'

/** One canary: where it stands, what the rule says, and the way back. */
export function CanaryPage({ remote, name }: { remote: string; name: string }) {
  const resource = canaryByKey.use(canaryKey(remote, name))
  return <State resource={resource}>{(canary) => <OneCanary canary={canary} />}</State>
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
              <Badge>{stateOf(canary)}</Badge>
              <LinkBadge href={addressOf.published(templateName, controlVersion, canary.remote)}>
                {templateName} v{controlVersion}
              </LinkBadge>
              →
              <LinkBadge href={addressOf.published(templateName, canaryVersion, canary.remote)}>
                v{canaryVersion}
              </LinkBadge>
              <Anchor size="sm" href={formatRoute(['publishing', canary.remote, 'audit'])}>
                Audit trail
              </Anchor>
            </>
          }
          actions={status === 'active' && <CanaryActions canary={canary} />}
        />
      }
    >
      <Section
        title={`${formatBasisPoints(canary.coverageBp)} of the users have the new version`}
        hint={`Started by ${canary.startedBy} at ${formatInstant(canary.startedAt)}. ${canary.reason}`}
      >
        {canary.awaitsPromotion && (
          <Notice
            mb="xs"
            tone="warn"
            icon={IconUserQuestion}
            title={`Version ${canaryVersion} waits for you to promote it`}
          >
            Every user has it, and the rule has nothing against it. It is not the production version
            before somebody promotes it; until then it is watched, and can be rolled back.
          </Notice>
        )}
        {decision !== null && (
          <Notice tone={decision.action === 'roll_back' ? 'bad' : 'plain'}>
            {decision.explanation}
          </Notice>
        )}
        <Text size="xs" c="dimmed" mt="xs">
          <Code>
            galley canary watch {name} --remote {canary.remote}
          </Code>{' '}
          runs it to its end, from anywhere.
        </Text>
      </Section>
      <Steps canary={canary} />
    </Page>
  )
}
