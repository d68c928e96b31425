import { NumberInput, Select, SimpleGrid, Switch } from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { DialogForm } from '../../../ui/FormDialog.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { PercentInput } from '../PercentInput.tsx'
import { ReasonInput } from '../ReasonInput.tsx'
import { type Choices, refreshExperiments } from '../store.ts'

interface StartCanaryProps {
  remote: string
  from: Choices
}

/** A new version for a first share of the users; what decides the next share is said before. */
export function StartCanary({ remote, from }: StartCanaryProps) {
  const [template, setTemplate] = useState<string | null>(null)
  const [strategy, setStrategy] = useState<'canary' | 'blue_green'>('canary')
  const [minimumUsers, setUsers] = useState(100)
  const [minimumHours, setHours] = useState(24)
  const [plannedUsers, setPlanned] = useState(5_000)
  const [alpha, setAlpha] = useState(0.05)
  const [slower, setSlower] = useState(0.01)
  const [promotes, setPromotes] = useState(true)
  const [reason, setReason] = useState('')
  const found = from.templates.find(({ name }) => name === template)
  const start = async () => {
    if (found === undefined) return
    const size = { minimumUsers, minimumHours, plannedUsers }
    const plan = { strategy, ...size, alpha, margins: { p95: slower }, promotes }
    const asked = { remote, template: found.name, version: found.latestVersion ?? 1, plan, reason }
    const canary = await rpc.canary.start(asked)
    refreshExperiments()
    navigate(formatRoute(['experiments', 'canaries', remote, canary.name]))
  }
  return (
    <DialogForm submitLabel="Start it" isReady={found !== undefined} onSubmit={start}>
      <Select
        label="Template"
        description="Its newest version is compared with the production version."
        searchable
        placeholder="Choose a template"
        data={from.templates.map(({ name }) => name)}
        limit={200}
        value={template}
        onChange={setTemplate}
      />
      <Select
        label="Steps"
        data={[
          { value: 'canary', label: '5, 10, 20, 40, 80, 100% of the users' },
          { value: 'blue_green', label: 'half, then all; the old version stays ready' },
        ]}
        value={strategy}
        onChange={(value) => setStrategy(value === 'blue_green' ? 'blue_green' : 'canary')}
        allowDeselect={false}
      />
      <SimpleGrid cols={2} spacing="sm">
        <NumberInput
          label="Users per step, at least"
          min={1}
          value={minimumUsers}
          onChange={(value) => setUsers(Number(value) || 1)}
        />
        <NumberInput
          label="Hours per step, at least"
          min={0}
          value={minimumHours}
          onChange={(value) => setHours(Number(value) || 0)}
        />
        <NumberInput
          label="Users planned"
          description="Where the bound is tightest."
          min={20}
          value={plannedUsers}
          onChange={(value) => setPlanned(Number(value) || 20)}
        />
        <PercentInput
          label="Error level"
          description="Of a needless rollback."
          min={0.1}
          max={49}
          value={alpha}
          onChange={setAlpha}
        />
        <PercentInput
          label="More slow requests, at most"
          description="Of all; slow: above the old p95."
          min={0}
          max={100}
          value={slower}
          onChange={setSlower}
        />
      </SimpleGrid>
      <Switch
        label="Make it the production version after the last step"
        checked={promotes}
        onChange={(event) => setPromotes(event.currentTarget.checked)}
      />
      <ReasonInput value={reason} onChange={setReason} />
    </DialogForm>
  )
}
