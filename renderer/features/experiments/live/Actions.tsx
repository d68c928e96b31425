import { Button, Group, Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Verdict } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { ReasonInput } from '../ReasonInput.tsx'
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
    title: 'End it without a winner',
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
      <FormDialog
        title={words[step ?? 'pause'].title}
        isOpen={step !== null}
        onClose={() => setStep(null)}
      >
        {step !== null && <Ask step={step} experiment={experiment} of={of} verdict={verdict} />}
      </FormDialog>
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

function Ask({ step, experiment, of, verdict }: ActionsProps & { step: Step }) {
  const allowed = verdict?.winner ?? null
  const [arm, setArm] = useState(allowed ?? experiment.arms[0]?.key ?? '')
  const [reason, setReason] = useState('')
  const isOverride = step === 'winner' && arm !== allowed
  const go = async () => {
    await take(step, of, arm, reason)
    refreshExperiments()
    tell(`${experiment.name} ${words[step].done}.`)
  }
  return (
    <DialogForm
      submitLabel={words[step].title}
      isReady={!isOverride || reason.trim() !== ''}
      onSubmit={go}
    >
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
      <ReasonInput
        label={isOverride ? 'Why all the same' : 'Reason'}
        isRequired={isOverride}
        value={reason}
        onChange={setReason}
      />
    </DialogForm>
  )
}
