import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { refreshExperiments } from '../store.ts'

/** Does what the rule says now, or advances against a hold with a reason; tells what that was. */
async function step({ remote, name }: CanaryView, reason?: string): Promise<void> {
  const override = reason === undefined ? {} : { overrideReason: reason }
  const { message } = await rpc.canary.step({ remote, canary: name, ...override })
  refreshExperiments()
  tell(message)
}

async function rollBack({ remote, name }: CanaryView, reason: string): Promise<void> {
  await rpc.canary.rollBack({ remote, canary: name, reason })
  refreshExperiments()
}

type Asked = 'rollBack' | 'advance'

/** What can be done with a canary under way; what goes against its rule asks for a reason. */
export function CanaryActions({ canary }: { canary: CanaryView }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  return (
    <Group gap={6}>
      <Button variant="default" onClick={() => setAsked('rollBack')}>
        Roll back…
      </Button>
      {canary.decision?.action === 'hold' && (
        <Button variant="default" onClick={() => setAsked('advance')}>
          Advance all the same…
        </Button>
      )}
      <Button onClick={() => void step(canary).catch(tellFailure)}>Do what the rule says</Button>
      {asked !== null && <Ask canary={canary} asked={asked} onClose={() => setAsked(null)} />}
    </Group>
  )
}

interface AskProps {
  canary: CanaryView
  asked: Asked
  onClose: () => void
}

function Ask({ canary, asked, onClose }: AskProps) {
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const isBack = asked === 'rollBack'
  const title = isBack ? 'Roll back' : 'Advance'
  const go = async () => {
    try {
      await (isBack ? rollBack(canary, reason) : step(canary, reason))
      onClose()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Text size="sm">
          {isBack
            ? `Everybody gets version ${canary.controlVersion} again, at once.`
            : `The rule says to hold: ${canary.decision?.explanation ?? ''}`}
        </Text>
        <Textarea
          label="Reason"
          description="Kept in the audit trail."
          required={!isBack}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Button disabled={!isBack && reason.trim() === ''} onClick={() => void go()}>
          {title}
        </Button>
      </Stack>
    </Modal>
  )
}
