import { Button, Group, MultiSelect, NumberInput, Progress, Select, Text } from '@mantine/core'
import { IconChartHistogram, IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type {
  SimulatedRule,
  SimulationEvent,
  SimulationReport,
} from '#shared/contract/experiment/simulation.ts'
import { simulatedRuleSchema } from '#shared/contract/experiment/simulation.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { type DesignDraft, powerOf } from '../design/draft.ts'
import { ruleWords } from '../words.ts'
import { Outcomes } from './Outcomes.tsx'
import { type SimulationForm, simulationOf } from './request.ts'

type Doing = Extract<SimulationEvent, { kind: 'progress' }>

/** One simulation at a time: its progress, its report, and a way to stop it. */
function usePlay() {
  const [progress, setProgress] = useState<Doing | null>(null)
  const [report, setReport] = useState<SimulationReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const play = async (input: Parameters<typeof rpc.experiment.simulate>[0]) => {
    const stop = new AbortController()
    running.current = stop
    setError(null)
    setProgress({ kind: 'progress', rule: input.rules?.[0] ?? 'fixed', done: 0, total: 1 })
    try {
      for await (const event of await rpc.experiment.simulate(input, { signal: stop.signal })) {
        if (event.kind === 'progress') setProgress(event)
        else setReport(event.report)
      }
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure)
    } finally {
      setProgress(null)
    }
  }
  return { progress, report, error, play, stop: () => running.current?.abort() }
}

/** The plan played offline, rules side by side, before anybody sees an arm. */
export function Simulation({ draft, runs }: { draft: DesignDraft; runs: readonly Run[] }) {
  const [form, setForm] = useState<SimulationForm>({
    run: null,
    rules: ['group_sequential', 'fixed', 'peeking'],
    trials: 20_000,
    seed: 1,
    method: 'auto',
  })
  const { progress, report, error, play, stop } = usePlay()
  const set = (change: Partial<SimulationForm>) => setForm({ ...form, ...change })
  const days = powerOf(draft)?.plan?.horizonDays ?? null
  return (
    <Section
      title="Simulation"
      hint="The same plan under several stopping rules, with the truth as the sliders or as a run's paired scores have it."
    >
      <Group gap="sm" align="flex-end">
        <Select
          label="The truth is"
          w={260}
          data={[
            { value: '', label: 'as the sliders say' },
            ...runs.map(({ id, datasetName, columns }) => ({
              value: id,
              label: `${datasetName}, ${columns.length} columns`,
            })),
          ]}
          value={form.run ?? ''}
          onChange={(run) => set({ run: run === '' ? null : run })}
          allowDeselect={false}
        />
        <MultiSelect
          label="Rules"
          miw={300}
          data={simulatedRuleSchema.options.map((value) => ({
            value,
            label: ruleWords[value].title,
          }))}
          value={form.rules}
          onChange={(rules) => set({ rules: rules as SimulatedRule[] })}
        />
        <NumberInput
          label="Tests played"
          w={130}
          min={100}
          max={1_000_000}
          step={1000}
          thousandSeparator
          value={form.trials}
          onChange={(trials) => set({ trials: Number(trials) })}
        />
        <NumberInput
          label="Seed"
          w={90}
          min={0}
          value={form.seed}
          onChange={(seed) => set({ seed: Number(seed) })}
        />
        <Select
          label="Method"
          w={190}
          data={[
            { value: 'auto', label: 'exact where possible' },
            { value: 'monte_carlo', label: 'play every test' },
          ]}
          value={form.method}
          onChange={(method) => set({ method: method === 'auto' ? 'auto' : 'monte_carlo' })}
          allowDeselect={false}
        />
        {progress === null ? (
          <Button
            disabled={days === null || form.rules.length === 0}
            leftSection={<IconChartHistogram size={14} aria-hidden />}
            onClick={() => void play(simulationOf(form, draft, runs, days ?? 28))}
          >
            Simulate
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerStop size={14} aria-hidden />}
            onClick={stop}
          >
            Stop
          </Button>
        )}
      </Group>
      {progress !== null && (
        <div role="status">
          <Text size="sm" mt="sm">
            {ruleWords[progress.rule].title}: {formatCount(progress.done)} of{' '}
            {formatCount(progress.total)} tests
          </Text>
          <Progress
            aria-label="Tests played"
            value={(100 * progress.done) / Math.max(1, progress.total)}
          />
        </div>
      )}
      {error !== null && <ErrorNotice error={error} />}
      {report !== null && <Outcomes report={report} />}
    </Section>
  )
}
