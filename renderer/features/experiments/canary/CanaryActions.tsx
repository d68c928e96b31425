import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { CanaryView } from '#shared/contract/experiment/canary.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { ReasonInput } from '../ReasonInput.tsx'
import { refreshExperiments } from '../store.ts'

/** Does what the rule says now, or advances against a hold with a reason; tells what that was. */
async function step({ remote, name }: CanaryView, reason?: string): Promise<void> {
  const override = reason === undefined ? {} : { overrideReason: reason }
  const { message } = await rpc.canary.step({ remote, canary: name, ...override })
  refreshExperiments()
  tell(message)
}

async function promote({ remote, name }: CanaryView, reason: string): Promise<void> {
  await rpc.canary.promote({ remote, canary: name, reason })
  refreshExperiments()
}

async function rollBack({ remote, name }: CanaryView, reason: string): Promise<void> {
  await rpc.canary.rollBack({ remote, canary: name, reason })
  refreshExperiments()
}

type Asked = 'rollBack' | 'advance' | 'promote'

const titles: Record<Asked, string> = {
  rollBack: 'Roll back',
  advance: 'Advance',
  promote: 'Promote',
}

const acts: Record<Asked, (canary: CanaryView, reason: string) => Promise<void>> = {
  rollBack,
  advance: step,
  promote,
}

function textOf(asked: Asked, canary: CanaryView): string {
  const { canaryVersion, controlVersion, decision } = canary
  if (asked === 'rollBack') return `Everybody gets version ${controlVersion} again, at once.`
  if (asked === 'promote')
    return `Version ${canaryVersion} becomes the production version, and the canary ends.`
  return `The rule says to hold: ${decision?.explanation ?? ''}`
}

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
      {canary.awaitsPromotion ? (
        <Button onClick={() => setAsked('promote')}>Promote…</Button>
      ) : (
        <Button onClick={() => void step(canary).catch(tellFailure)}>Do what the rule says</Button>
      )}
      <FormDialog
        title={titles[asked ?? 'advance']}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
      >
        {asked !== null && <Ask canary={canary} asked={asked} />}
      </FormDialog>
    </Group>
  )
}

function Ask({ canary, asked }: { canary: CanaryView; asked: Asked }) {
  const [reason, setReason] = useState('')
  const isRequired = asked === 'advance'
  return (
    <DialogForm
      submitLabel={titles[asked]}
      isReady={!isRequired || reason.trim() !== ''}
      onSubmit={() => acts[asked](canary, reason)}
    >
      <Text size="sm">{textOf(asked, canary)}</Text>
      <ReasonInput isRequired={isRequired} value={reason} onChange={setReason} />
    </DialogForm>
  )
}
