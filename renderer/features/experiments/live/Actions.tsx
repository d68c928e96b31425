import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Verdict } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { experimentOf, refreshExperiments } from '../store.ts'

type Step = 'pause' | 'resume' | 'cancel' | 'winner'

const words: Record<Step, { button: string; title: string; text: string; done: string }> = {
  pause: {
    button: 'Pause…',
    title: 'Pause',
    text: 'Everybody gets the production version until it is resumed. Arms stay the same.',
    done: 'is paused',
  },
  resume: {
    button: 'Resume…',
    title: 'Resume',
    text: 'It goes on; every user gets the arm they had.',
    done: 'goes on',
  },
  cancel: {
    button: 'Cancel…',
    title: 'Cancel the experiment',
    text: 'It ends without a winner. What was recorded stays.',
    done: 'was cancelled',
  },
  winner: {
    button: 'Declare a winner…',
    title: 'Declare a winner and promote it',
    text: 'The version of the arm becomes the production version, and the test ends. The evidence stays.',
    done: 'has its winner',
  },
}

const stepsOf = ({ status }: Experiment): Step[] => {
  if (status === 'active') return ['pause', 'cancel', 'winner']
  return status === 'paused' ? ['resume', 'cancel', 'winner'] : []
}

interface ActionsProps {
  experiment: Experiment
  /** Its key: it names the shared store where another workspace started it. */
  of: string
  /** Null while it is not known: then every declaration is against the verdict. */
  verdict: Verdict | null
}

/** Everything that changes a running experiment, each asked once, each with a reason for the audit trail. */
export function Actions({ experiment, of, verdict }: ActionsProps) {
  const [step, setStep] = useState<Step | null>(null)
  return (
    <Group gap={6}>
      {stepsOf(experiment).map((one) => (
        <Button
          key={one}
          variant={one === 'winner' ? 'filled' : 'default'}
          onClick={() => setStep(one)}
        >
          {words[one].button}
        </Button>
      ))}
      {step !== null && (
        <Ask
          key={step}
          step={step}
          experiment={experiment}
          of={of}
          verdict={verdict}
          onClose={() => setStep(null)}
        />
      )}
    </Group>
  )
}

async function take(step: Step, of: string, arm: string, reason: string): Promise<void> {
  const place = experimentOf(of)
  if (step === 'pause') await rpc.experiment.pause({ ...place, reason })
  else if (step === 'resume') await rpc.experiment.resume({ ...place, reason })
  else if (step === 'cancel') await rpc.experiment.cancel({ ...place, reason })
  else {
    const override = reason === '' ? {} : { overrideReason: reason }
    await rpc.experiment.declareWinner({ ...place, arm, ...override })
  }
}

function Ask({
  step,
  experiment,
  of,
  verdict,
  onClose,
}: ActionsProps & { step: Step; onClose: () => void }) {
  const allowed = verdict?.winner ?? null
  const [arm, setArm] = useState(allowed ?? experiment.arms[0]?.key ?? '')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const isOverride = step === 'winner' && arm !== allowed
  const go = async () => {
    try {
      await take(step, of, arm, reason)
      onClose()
      refreshExperiments()
      tell(`${experiment.name} ${words[step].done}.`)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={words[step].title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        <Text size="sm">{words[step].text}</Text>
        {step === 'winner' && (
          <Select
            label="Winner"
            data={experiment.arms.map(({ key, version }) => ({
              value: key,
              label: version === null ? key : `${key} (v${version})`,
            }))}
            value={arm}
            onChange={(key) => setArm(key ?? arm)}
            allowDeselect={false}
          />
        )}
        {isOverride && (
          <Text size="sm" c="var(--galley-bad)">
            {verdict === null
              ? 'There is no verdict yet.'
              : `The verdict does not name this arm: ${verdict.explanation}`}
          </Text>
        )}
        <Textarea
          label={isOverride ? 'Why all the same' : 'Reason'}
          description="Kept in the audit trail."
          required={isOverride}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Button disabled={isOverride && reason.trim() === ''} onClick={() => void go()}>
          {words[step].title}
        </Button>
      </Stack>
    </Modal>
  )
}
