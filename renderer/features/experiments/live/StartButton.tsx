import { Button, Modal, Select, Stack, Textarea } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { refreshExperiments } from '../store.ts'

interface StartButtonProps {
  experiment: Experiment
  remotes: readonly Remote[]
}

/** Publishes the arms and the experiment to a shared store; asked for once, with the reason that is audited. */
export function StartButton({ experiment, remotes }: StartButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const [remote, setRemote] = useState<string | null>(remotes[0]?.name ?? null)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const start = async (to: string) => {
    try {
      await rpc.experiment.start({ experiment: experiment.name, remote: to, reason })
      setOpen(false)
      refreshExperiments()
      tell(`${experiment.name} runs in ${to}.`)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Start…
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={`Start ${experiment.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack gap="sm">
          <Select
            label="Shared store"
            placeholder={remotes.length === 0 ? 'Add one under Publishing first' : 'Choose a store'}
            data={remotes.map(({ name }) => name)}
            value={remote}
            onChange={setRemote}
          />
          <Textarea
            label="Reason"
            description="Kept in the audit trail."
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {error !== null && <ErrorNotice error={error} />}
          <Button disabled={remote === null} onClick={() => remote !== null && void start(remote)}>
            Start it
          </Button>
        </Stack>
      </Modal>
    </>
  )
}
