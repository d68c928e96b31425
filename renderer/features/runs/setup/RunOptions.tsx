import { Button, Group, MultiSelect, NumberInput, Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { Forecast, Range } from '#shared/contract/run/forecast.ts'
import { rpc } from '../../../rpc/page.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCost, formatCount } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { type RunInput, setOptions, useSetup } from './setup-store.ts'

interface RunOptionsProps {
  dataset: Dataset | undefined
  models: readonly string[]
  /** What would be started; null while something is missing. */
  input: RunInput | null
}

/** How often, over which cases, judged by whom, and for how much at most. */
export function RunOptions({ dataset, models, input }: RunOptionsProps) {
  const { options } = useSetup()
  const splits = Object.entries(dataset?.splitCounts ?? {}).filter(([, count]) => count > 0)
  const providers = models.filter((ref) => ref.startsWith('provider:'))
  return (
    <Section title="How it is run" hint="Only what differs from one answer per cell needs a value.">
      <Group align="flex-end" gap="sm">
        <NumberInput
          label="Repeats"
          w={110}
          min={1}
          max={100}
          value={options.repeats}
          onChange={(value) => setOptions({ repeats: Math.max(1, Number(value) || 1) })}
        />
        {splits.length > 0 && (
          <MultiSelect
            label="Splits"
            w={260}
            placeholder={options.splits.length === 0 ? 'all cases' : ''}
            data={splits.map(([name, count]) => ({
              value: name,
              label: `${name} (${formatCount(count)})`,
            }))}
            value={[...options.splits]}
            onChange={(chosen) => setOptions({ splits: chosen })}
          />
        )}
        <Select
          label="Judge"
          w={240}
          clearable
          placeholder="none"
          data={providers}
          value={options.judge}
          onChange={(judge) => setOptions({ judge })}
        />
        <Select
          label="Embedding model"
          w={240}
          clearable
          placeholder="none"
          data={providers}
          value={options.embedder}
          onChange={(embedder) => setOptions({ embedder })}
        />
        <NumberInput
          label="Pass threshold"
          title="The weighted mean score from which a case passes"
          w={150}
          min={0}
          max={1}
          step={0.1}
          placeholder="all must hold"
          value={options.threshold ?? ''}
          onChange={(value) => setOptions({ threshold: value === '' ? null : Number(value) })}
        />
        <NumberInput
          label="Spend cap"
          w={130}
          prefix="$"
          min={0}
          decimalScale={4}
          placeholder="none"
          value={options.maxCost ?? ''}
          onChange={(value) => setOptions({ maxCost: value === '' ? null : Number(value) })}
        />
      </Group>
      <HoldoutNote
        held={dataset?.splitCounts.holdout ?? 0}
        isAsked={options.splits.length === 0 || options.splits.includes('holdout')}
      />
      <Forecasting input={input} />
    </Section>
  )
}

/** Every look at the holdout uses some of it up. */
function HoldoutNote({ held, isAsked }: { held: number; isAsked: boolean }) {
  if (held === 0 || !isAsked) return null
  return (
    <Text size="sm" mt="xs" c="var(--galley-warn)" role="note">
      {formatCount(held)} cases of the holdout are run as well. They are for the end: choose other
      splits while you are still changing the template.
    </Text>
  )
}

const span = ({ low, expected, high }: Range, print: (value: number) => string) =>
  low === high ? print(expected) : `${print(expected)} (${print(low)} to ${print(high)})`
const tokens = (value: number) => formatCount(Math.round(value))

function Forecasting({ input }: { input: RunInput | null }) {
  const [forecast, setForecast] = useState<Forecast | null>(null)
  const [error, setError] = useState<unknown>(null)
  const ask = async () => {
    if (input === null) return
    setError(null)
    try {
      setForecast(await rpc.run.forecast(input))
    } catch (failure) {
      setForecast(null)
      setError(failure)
    }
  }
  return (
    <div>
      <Button mt="sm" variant="default" disabled={input === null} onClick={() => void ask()}>
        Forecast the cost
      </Button>
      {error !== null && <ErrorNotice error={error} />}
      {forecast && (
        <div role="status" aria-label="Forecast">
          <Text mt="xs" fw={600}>
            {forecast.cost === null ? 'Cost unknown' : `Cost ${span(forecast.cost, formatCost)}`}
            {` for ${formatCount(forecast.cells)} cells`}
          </Text>
          {forecast.columns
            .filter(({ basis }) => basis !== 'nothing_is_called')
            .map((column) => (
              <Text key={column.key} size="sm" c="dimmed">
                {column.model}: {span(column.inputTokens, tokens)} tokens in,{' '}
                {span(column.outputTokens, tokens)} out
                {column.isEstimate && ', counted by another model’s tokenizer'}
                {column.basis === 'guess' && ', length of answers guessed'}
                {column.cost === null
                  ? '; no price is known'
                  : `; ${span(column.cost, formatCost)}${column.priceAsOf ? `, prices of ${column.priceAsOf}` : ''}`}
              </Text>
            ))}
          {forecast.judgeCalls > 0 && (
            <Text size="sm" c="dimmed">
              Judges are asked {formatCount(forecast.judgeCalls)} questions on top.
            </Text>
          )}
        </div>
      )}
    </div>
  )
}
