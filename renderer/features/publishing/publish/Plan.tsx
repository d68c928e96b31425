import { Button, Text, Title } from '@mantine/core'
import type { PublishPlan } from '#shared/contract/publishing.ts'
import { tell } from '../../../ui/ask.tsx'
import { TextDiff } from '../../../ui/editor/TextDiff.tsx'
import { formatAgo } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { GateState } from '../promotions/GateState.tsx'
import { PublishActions } from './PublishActions.tsx'
import { rebasePlan, usePlan } from './plan-store.ts'

/** What will happen, in words and as a difference; then the button. */
export function Plan({ plan }: { plan: PublishPlan }) {
  const { hasMoved, target, isBusy } = usePlan()
  const rebase = async () => {
    const done = await rebasePlan()
    if (done === null || target === null) return
    const both = done.conflicts.join(', ')
    tell(
      both === ''
        ? `The draft continues v${done.onto} with your changes.`
        : `The draft continues v${done.onto}. Both changed ${both}: look for the markers.`,
    )
    navigate(formatRoute(['templates', target.template]))
  }
  return (
    <Section title="Plan" hint={sentence(plan)}>
      {(hasMoved || plan.isFork) && plan.current !== null && (
        <Notice
          isUrgent
          mb="sm"
          tone="warn"
          title={
            hasMoved
              ? 'The label was moved by somebody else after the plan was made.'
              : `Your changes can be put on top of v${plan.current.version}, so that neither is lost.`
          }
        >
          {hasMoved && <Text size="sm">This is the new plan; look at it again.</Text>}
          <Button mt="xs" variant="default" loading={isBusy} onClick={() => void rebase()}>
            Put mine on top of v{plan.current.version}
          </Button>
        </Notice>
      )}
      {plan.warnings.map((warning) => (
        <Notice key={warning} isUrgent mb="sm" tone="warn">
          {warning}
        </Notice>
      ))}
      <Text size="sm">
        {plan.current === null
          ? `The label ${plan.label} points nowhere yet.`
          : `The label ${plan.label} moves from v${plan.current.version}, by ${plan.current.publishedBy}, published ${formatAgo(plan.current.publishedAt)}, to v${plan.publishedVersion}.`}
      </Text>
      <Text size="sm" c="dimmed" className="mono" mb="sm">
        {plan.contentHash}
      </Text>
      <Difference plan={plan} />
      <Title order={3} mt="sm">
        Gate
      </Title>
      <GateState gate={plan.gate} label={plan.label} />
      <PublishActions plan={plan} />
    </Section>
  )
}

function sentence(plan: PublishPlan): string {
  const name = `${plan.templateName} v${plan.localVersion}`
  if (plan.state === 'known') return `${name} is in the store already: only the label moves.`
  if (plan.state === 'new') return `${name} is new to the store and will be copied there.`
  return `The store has another v${plan.localVersion}: yours is published as v${plan.publishedVersion} and renumbered here.`
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
