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

async function rollBack({ remote, name }: CanaryView, reason: string): Promise<void> {
  await rpc.canary.rollBack({ remote, canary: name, reason })
  refreshExperiments()
}

type Asked = 'rollBack' | 'advance'

const titles: Record<Asked, string> = { rollBack: 'Roll back', advance: 'Advance' }

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
  const isBack = asked === 'rollBack'
  return (
    <DialogForm
      submitLabel={titles[asked]}
      isReady={isBack || reason.trim() !== ''}
      onSubmit={() => (isBack ? rollBack(canary, reason) : step(canary, reason))}
    >
      <Text size="sm">
        {isBack
          ? `Everybody gets version ${canary.controlVersion} again, at once.`
          : `The rule says to hold: ${canary.decision?.explanation ?? ''}`}
      </Text>
      <ReasonInput isRequired={!isBack} value={reason} onChange={setReason} />
    </DialogForm>
  )
}
