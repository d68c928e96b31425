import { Anchor, Badge, Button, Card, Group, Text, Textarea, Timeline } from '@mantine/core'
import { useState } from 'react'
import type { Promotion } from '#shared/contract/promotion.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tell, tellFailure } from '../../../ui/ask.tsx'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { refreshRemotes } from '../store.ts'
import { GateState } from './GateState.tsx'
import { promotionStates, promotionTitle } from './words.ts'

const events: Record<Promotion['events'][number]['kind'], string> = {
  evidence: 'showed what a run found',
  approved: 'approved',
  rejected: 'rejected',
  commented: 'said',
  carried_out: 'moved the label',
  cancelled: 'called it off',
  expired: 'let it expire',
}

interface PromotionCardProps {
  remote: string
  promotion: Promotion
}

export function PromotionCard({ remote, promotion }: PromotionCardProps) {
  const { templateName, version, label, state, proposedBy, proposedAt, reason } = promotion
  return (
    <Card withBorder mt="sm" component="article" aria-label={promotionTitle(promotion)}>
      <Group justify="space-between">
        <Text fw={600}>
          <Anchor underline="always" href={addressOf.published(templateName, version, remote)}>
            {templateName} v{version}
          </Anchor>{' '}
          as {label}
        </Text>
        <Badge variant="light" color="ink">
          {promotionStates[state]}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed" title={formatInstant(proposedAt)}>
        {proposedBy}, {formatAgo(proposedAt)}
        {reason !== '' && `: ${reason}`}
      </Text>
      <Times promotion={promotion} />
      <GateState gate={promotion.gate} label={label} />
      {promotion.events.length > 0 && <Said events={promotion.events} />}
      {(state === 'open' || state === 'scheduled') && (
        <Review remote={remote} promotion={promotion} />
      )}
    </Card>
  )
}

function Times({ promotion: { effectiveFrom, effectiveUntil } }: { promotion: Promotion }) {
  if (effectiveFrom === null && effectiveUntil === null) return null
  return (
    <Text size="sm">
      {effectiveFrom !== null && `From ${formatInstant(effectiveFrom)}. `}
      {effectiveUntil !== null && `Until ${formatInstant(effectiveUntil)}.`}
    </Text>
  )
}

function Said({ events: told }: { events: Promotion['events'] }) {
  return (
    <Timeline mt="sm" bulletSize={10} lineWidth={1} aria-label="What happened">
      {told.map((event) => (
        <Timeline.Item
          key={`${event.at} ${event.kind}`}
          title={`${event.actor} ${events[event.kind]}`}
        >
          <Text size="sm">{event.comment}</Text>
          <Text size="xs" c="dimmed" title={formatInstant(event.at)}>
            {formatAgo(event.at)}, as {event.databaseUser}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

/** A comment and a verdict. The store refuses an author who approves, whatever the page offers. */
function Review({ remote, promotion }: PromotionCardProps) {
  const [comment, setComment] = useState('')
  const [isBusy, setBusy] = useState(false)
  const by = { remote, promotion: promotion.id }
  const act = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true)
    try {
      await work()
      setComment('')
      tell(done)
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
      refreshRemotes()
    }
  }
  const say = (verdict: 'approved' | 'rejected' | 'commented') =>
    void act(
      () => rpc.promotion.review({ ...by, verdict, comment }),
      `${promotion.templateName} was ${verdict}.`,
    )
  return (
    <>
      <Textarea
        mt="sm"
        maw={520}
        label="Comment"
        description="Kept with the promotion."
        autosize
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Group gap={6} mt="xs">
        <Button loading={isBusy} onClick={() => say('approved')}>
          Approve
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => say('rejected')}>
          Reject
        </Button>
        <Button
          variant="default"
          disabled={isBusy || comment === ''}
          onClick={() => say('commented')}
        >
          Comment
        </Button>
        <Button
          variant="default"
          disabled={isBusy}
          onClick={() =>
            askOnce({
              title: `Call off ${promotion.templateName} v${promotion.version}?`,
              text: 'It can be proposed or scheduled again at any time.',
              confirm: 'Call it off',
              onConfirm: () =>
                void act(() => rpc.promotion.cancel({ ...by, reason: comment }), 'Called off.'),
            })
          }
        >
          Call off…
        </Button>
      </Group>
    </>
  )
}
