import { Autocomplete, Button, Menu, NumberInput, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { DialogForm, FormDialog } from '../../../ui/FormDialog.tsx'
import { formatBasisPoints } from '../../../ui/format.ts'
import { createResources } from '../../../ui/resource.ts'
import { PercentInput } from '../PercentInput.tsx'
import { ReasonInput } from '../ReasonInput.tsx'
import { experimentOf, refreshExperiments } from '../store.ts'

interface ChangeProps {
  experiment: Experiment
  /** Its key: it names the shared store where another workspace started it. */
  of: string
}

const kinds = {
  ramp: { item: 'Coverage…', title: 'Change the coverage', Form: Ramp },
  reweigh: { item: 'Shares of the arms…', title: 'Change the shares of the arms', Form: Reweigh },
  judge: { item: 'Have responses judged…', title: 'Have responses judged', Form: Judge },
}
type Kind = keyof typeof kinds

/** What can be changed while it runs, and scores that are added to it. */
export function Changes({ experiment, of }: ChangeProps) {
  const [kind, setKind] = useState<Kind | null>(null)
  if (experiment.status !== 'active' || experiment.phase === null) return null
  const { title, Form } = kinds[kind ?? 'ramp']
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">Change</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(kinds).map(([key, { item }]) => (
            <Menu.Item key={key} onClick={() => setKind(key as Kind)}>
              {item}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <FormDialog title={title} isOpen={kind !== null} onClose={() => setKind(null)}>
        <Form experiment={experiment} of={of} />
      </FormDialog>
    </>
  )
}

function Ramp({ experiment, of }: ChangeProps) {
  const [coverage, setCoverage] = useState((experiment.phase?.coverageBp ?? 0) / 10_000)
  const [reason, setReason] = useState('')
  const go = async () => {
    const coverageBp = Math.round(coverage * 10_000)
    await rpc.experiment.ramp({ ...experimentOf(of), coverageBp, reason })
    refreshExperiments()
    tell(`${experiment.name} covers ${formatBasisPoints(coverageBp)}.`)
  }
  return (
    <DialogForm submitLabel="Change it" onSubmit={go}>
      <PercentInput
        label="Users in the experiment"
        description="Users join or leave; nobody goes from one arm to another."
        min={0}
        max={100}
        value={coverage}
        onChange={setCoverage}
      />
      <ReasonInput value={reason} onChange={setReason} />
    </DialogForm>
  )
}

function Reweigh({ experiment, of }: ChangeProps) {
  const [arms, setArms] = useState(experiment.arms.map(({ key, weightBp }) => ({ key, weightBp })))
  const [reason, setReason] = useState('')
  const left = 10_000 - arms.reduce((sum, { weightBp }) => sum + weightBp, 0)
  const go = async () => {
    await rpc.experiment.reweigh({ ...experimentOf(of), arms, reason })
    refreshExperiments()
    tell(`${experiment.name} has new shares, and a new phase.`)
  }
  return (
    <DialogForm submitLabel="Begin a new phase" isReady={left === 0} onSubmit={go}>
      <Text size="sm">
        A new phase begins: users are drawn anew, and what was seen before is analysed apart.
      </Text>
      {arms.map(({ key, weightBp }) => (
        <PercentInput
          key={key}
          label={key}
          min={0}
          max={100}
          value={weightBp / 10_000}
          onChange={(share) =>
            setArms(
              arms.map((arm) =>
                arm.key === key ? { key, weightBp: Math.round(share * 10_000) } : arm,
              ),
            )
          }
        />
      ))}
      {left !== 0 && (
        <Text size="sm" c="var(--galley-bad)">
          {left > 0
            ? `${formatBasisPoints(left)} are left over.`
            : `${formatBasisPoints(-left)} too many.`}
        </Text>
      )}
      <ReasonInput value={reason} onChange={setReason} />
    </DialogForm>
  )
}

/** Models that can judge: those of the providers. */
const judges = createResources(async () =>
  (await rpc.model.list({})).items.flatMap(({ kind, ref }) => (kind === 'provider' ? [ref] : [])),
)

function Judge({ experiment, of }: ChangeProps) {
  const models = judges.use('all')
  const [model, setModel] = useState('')
  const [outcome, setOutcome] = useState('quality')
  const [rubric, setRubric] = useState('')
  const [perArm, setPerArm] = useState(50)
  const isReady = [model, outcome, rubric].every((text) => text.trim() !== '')
  const go = async () => {
    const asked = { ...experimentOf(of), model, outcome, rubric, perArm }
    const { judged, failed } = await rpc.experiment.judge(asked)
    refreshExperiments()
    const scored = judged.map(({ arm, scored: count }) => `${arm} ${count}`).join(', ')
    tell(`Scored: ${scored}${failed > 0 ? `; ${failed} failed` : ''}.`)
  }
  return (
    <DialogForm submitLabel="Have them judged" isReady={isReady} onSubmit={go}>
      <Text size="sm">
        A model scores a sample of the recorded responses of {experiment.name}, equally many per
        arm.
      </Text>
      <Autocomplete
        label="Model"
        placeholder="provider:NAME/MODEL"
        data={models.state === 'ready' ? [...models.value] : []}
        value={model}
        onChange={setModel}
        data-autofocus
      />
      <TextInput
        label="Outcome"
        description="A metric of the design on this outcome counts the scores."
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value)}
      />
      <Textarea
        label="What a good response is"
        description="The model answers with a score from 0 to 1."
        autosize
        minRows={3}
        value={rubric}
        onChange={(event) => setRubric(event.currentTarget.value)}
      />
      <NumberInput
        label="Responses per arm"
        min={1}
        max={1000}
        value={perArm}
        onChange={(value) => setPerArm(Number(value) || 1)}
      />
    </DialogForm>
  )
}
