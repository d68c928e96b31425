import { Alert, Button, Group, Text, Textarea } from '@mantine/core'
import { IconInfoCircle, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import type { PublishPlan } from '#shared/contract/publishing.ts'
import { tell } from '../../../ui/ask.tsx'
import { TextDiff } from '../../../ui/editor/TextDiff.tsx'
import { formatAgo } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { publishPlan, usePlan } from './plan-store.ts'

/** What will happen, in words and as a difference; then the button. */
export function Plan({ plan }: { plan: PublishPlan }) {
  const { isBusy, hasMoved, target } = usePlan()
  const [reason, setReason] = useState('')
  const publish = async () => {
    const outcome = await publishPlan(reason)
    if (outcome === null || target === null) return
    tell(`${outcome.published.templateName} v${outcome.published.version} is ${outcome.label} now.`)
    navigate(formatRoute(['publishing', target.remote]))
  }
  return (
    <Section title="Plan" hint={sentence(plan)}>
      {hasMoved && (
        <Notice text="The label was moved by somebody else after the plan was made. This is the new plan; look at it again." />
      )}
      {plan.warnings.map((warning) => (
        <Notice key={warning} text={warning} />
      ))}
      <Text size="sm">
        {plan.current === null
          ? `The label ${plan.label} points nowhere yet.`
          : `The label ${plan.label} moves from v${plan.current.version}, published by ${plan.current.publishedBy} ${formatAgo(plan.current.publishedAt)}, to v${plan.publishedVersion}.`}
      </Text>
      <Text size="sm" c="dimmed" className="mono" mb="sm">
        {plan.contentHash}
      </Text>
      <Difference plan={plan} />
      <Textarea
        mt="sm"
        maw={520}
        label="Reason"
        description="Stays in the audit trail."
        autosize
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group mt="sm">
        <Button
          loading={isBusy}
          leftSection={<IconUpload size={14} aria-hidden />}
          onClick={publish}
        >
          Publish as {plan.label}
        </Button>
      </Group>
    </Section>
  )
}

function sentence(plan: PublishPlan): string {
  const name = `${plan.templateName} v${plan.localVersion}`
  if (plan.state === 'known') return `${name} is in the store already: only the label moves.`
  if (plan.state === 'new') return `${name} is new to the store and will be copied there.`
  return `The store has another v${plan.localVersion}: yours is published as v${plan.publishedVersion} and renumbered here.`
}

function Notice({ text }: { text: string }) {
  return (
    <Alert
      role="alert"
      mb="sm"
      variant="outline"
      color="yellow"
      bg="var(--galley-warn-ground)"
      icon={<IconInfoCircle size={18} aria-hidden />}
    >
      {text}
    </Alert>
  )
}

/** What services would read before and after. */
function Difference({ plan }: { plan: PublishPlan }) {
  const side = (left: 'added' | 'removed') =>
    plan.changes
      .filter((change) => change.kind !== left)
      .map((change) => change.line)
      .join('\n')
  if (plan.changes.every((change) => change.kind === 'same')) {
    return (
      <Text size="sm" c="dimmed">
        The content is the same as what the label shows now.
      </Text>
    )
  }
  return (
    <div style={{ height: 320, border: '1px solid var(--galley-line)' }}>
      <TextDiff before={side('added')} after={side('removed')} />
    </div>
  )
}
