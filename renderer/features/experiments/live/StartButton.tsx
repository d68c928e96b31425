import { Button, Select } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { ReasonInput } from '../ReasonInput.tsx'
import { refreshExperiments } from '../store.ts'

interface StartButtonProps {
  experiment: Experiment
  remotes: readonly Remote[]
}

/** Publishes the arms and the experiment to a shared store; asked for once, with the reason that is audited. */
export function StartButton({ experiment, remotes }: StartButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Start…
      </Button>
      <FormDialog title={`Start ${experiment.name}`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <StartForm experiment={experiment} remotes={remotes} />
      </FormDialog>
    </>
  )
}

function StartForm({ experiment, remotes }: StartButtonProps) {
  const [remote, setRemote] = useState<string | null>(remotes[0]?.name ?? null)
  const [reason, setReason] = useState('')
  const start = async () => {
    if (remote === null) return
    await rpc.experiment.start({ experiment: experiment.name, remote, reason })
    refreshExperiments()
    tell(`${experiment.name} runs in ${remote}.`)
  }
  return (
    <DialogForm submitLabel="Start it" isReady={remote !== null} onSubmit={start}>
      <Select
        label="Shared store"
        placeholder={remotes.length === 0 ? 'Add one under Publishing first' : 'Choose a store'}
        data={remotes.map(({ name }) => name)}
        value={remote}
        onChange={setRemote}
      />
      <ReasonInput value={reason} onChange={setReason} />
    </DialogForm>
  )
}
