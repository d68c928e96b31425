import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GateRule } from '#shared/contract/gate.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { gatesOf } from './gates.ts'

type Kind = 'at_least' | 'at_most' | 'not_worse' | 'non_inferior'

const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'at_least', label: 'is at least' },
  { value: 'at_most', label: 'is at most' },
  { value: 'not_worse', label: 'is not surely worse than the baseline by' },
  { value: 'non_inferior', label: 'is surely not worse than the baseline by' },
]

/** Metrics that every run has, and those that its assertions name. */
function metricsOf(run: Run): string[] {
  const named = run.assertions.flatMap((one) => ('metric' in one && one.metric ? [one.metric] : []))
  const repeated = run.repeats > 1 ? [`pass@${run.repeats}`, `pass^${run.repeats}`] : []
  return ['pass', 'score', 'latency', 'cost', ...repeated, ...new Set(named)]
}

function toRule(kind: Kind, metric: string, number: number): GateRule {
  if (kind === 'at_least') return { kind: 'threshold', metric, atLeast: number }
  if (kind === 'at_most') return { kind: 'threshold', metric, atMost: number }
  return { kind: 'baseline', metric, margin: number, demand: kind, alpha: 0.05 }
}

/** A new gate with one rule; the command line and the API take several. */
export function GateForm({ run }: { run: Run }) {
  const [name, setName] = useState('')
  const [metric, setMetric] = useState('pass')
  const [kind, setKind] = useState<Kind>('at_least')
  const [number, setNumber] = useState<number | string>(0.9)
  const [minCases, setMinCases] = useState<number | string>(1)
  const [label, setLabel] = useState('')
  const [error, setError] = useState<unknown>(null)
  const template = run.columns[0]?.templateId
  const create = async () => {
    setError(null)
    try {
      const gate = await rpc.gate.create({
        name,
        rules: [toRule(kind, metric, Number(number))],
        minCases: Number(minCases),
        ...(label === '' ? {} : { label }),
        ...(template === undefined ? {} : { template }),
      })
      setName('')
      tell(`The gate ${gate.name} is made.`)
      if (template !== undefined) gatesOf.refresh(template)
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Section title="New gate" hint={`For ${run.columns[0]?.templateName ?? 'this template'}.`}>
      {error !== null && <ErrorNotice error={error} />}
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Name"
          w={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Metric"
          w={150}
          data={metricsOf(run)}
          value={metric}
          allowDeselect={false}
          onChange={(value) => value && setMetric(value)}
        />
        <Select
          label="Demand"
          w={290}
          data={kinds}
          value={kind}
          allowDeselect={false}
          onChange={(value) => value && setKind(value)}
        />
        <NumberInput label="Number" w={110} step={0.01} value={number} onChange={setNumber} />
        <NumberInput label="Least cases" w={110} min={1} value={minCases} onChange={setMinCases} />
        <TextInput
          label="Label it guards"
          w={140}
          placeholder="none"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button disabled={name.trim() === ''} variant="default" onClick={() => void create()}>
          Make the gate
        </Button>
      </Group>
    </Section>
  )
}
