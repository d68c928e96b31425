import { Button, Collapse, Group, Textarea, TextInput } from '@mantine/core'
import { IconCalendarTime, IconMessageQuestion, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import type { PublishPlan } from '#shared/contract/publishing.ts'
import { tell } from '../../../ui/ask.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { proposePlan, publishPlan, usePlan } from './plan-store.ts'

/** A time as a field gives it, in the reader's zone; undefined while it is empty or unfinished. */
function instantOf(local: string): string | undefined {
  const at = new Date(local)
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** Publish now, at a time, or ask colleagues first: whatever the label allows. */
export function PublishActions({ plan }: { plan: PublishPlan }) {
  const { isBusy, target } = usePlan()
  const [reason, setReason] = useState('')
  const [isTimed, setTimed] = useState(false)
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const effectiveFrom = isTimed ? instantOf(from) : undefined
  const effectiveUntil = isTimed ? instantOf(until) : undefined
  const finish = (said: string, part: string[]) => {
    tell(said)
    if (target !== null) navigate(formatRoute(['publishing', target.remote, ...part]))
  }
  const publish = async () => {
    const outcome = await publishPlan({ reason, effectiveFrom, effectiveUntil })
    if (outcome === null) return
    const what = `${outcome.published.templateName} v${outcome.published.version}`
    if (outcome.action === 'schedule') {
      finish(`${what} becomes ${outcome.label} at ${formatInstant(from)}.`, ['promotions'])
    } else finish(`${what} is ${outcome.label} now.`, [])
  }
  const propose = async () => {
    const outcome = await proposePlan(reason)
    if (outcome !== null) finish(`${outcome.published.templateName} was proposed.`, ['promotions'])
  }
  return (
    <>
      <Textarea
        mt="sm"
        maw={520}
        label="Reason"
        description="Stays in the audit trail."
        autosize
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Collapse expanded={isTimed}>
        <Group mt="sm" gap="sm">
          <TextInput
            type="datetime-local"
            label="From"
            description="The label moves then by itself."
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="datetime-local"
            label="Until"
            description="Then it goes back to where it stood."
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        </Group>
      </Collapse>
      <Group mt="sm" gap="xs">
        <Button
          loading={isBusy}
          disabled={!plan.gate.isAllowed && effectiveFrom === undefined}
          leftSection={<IconUpload size={14} aria-hidden />}
          onClick={() => void publish()}
        >
          {effectiveFrom === undefined ? 'Publish' : 'Schedule'} as {plan.label}
        </Button>
        {plan.gate.isProtected && (
          <Button
            variant={plan.gate.isAllowed ? 'default' : 'filled'}
            disabled={isBusy}
            leftSection={<IconMessageQuestion size={14} aria-hidden />}
            onClick={() => void propose()}
          >
            Ask for approval
          </Button>
        )}
        <Button
          variant="default"
          aria-expanded={isTimed}
          leftSection={<IconCalendarTime size={14} aria-hidden />}
          onClick={() => setTimed(!isTimed)}
        >
          {isTimed ? 'Without a time' : 'At a time…'}
        </Button>
      </Group>
    </>
  )
}
