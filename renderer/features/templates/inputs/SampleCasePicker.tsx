import { ActionIcon, Anchor, Group, NumberInput, Select, Text, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { formatCount } from '../../../ui/format.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { editBindings, useDrafts } from '../drafts.ts'
import { CaseSearch } from './CaseSearch.tsx'
import { datasets } from './datasets.ts'
import classes from './InputsPane.module.css'
import { type SampleCase, setSampleCase, useSampleCase } from './sample-case.ts'

/** The sample values as the last case left them, by template. */
const lastTaken = new Map<string, string>()

/** The inputs of a case become the sample values; they can be edited afterwards like any others. */
async function takeCase(template: string, sample: SampleCase): Promise<void> {
  try {
    const { items } = await rpc.dataset.listCases({
      dataset: sample.dataset,
      limit: 1,
      after: sample.ordinal - 1,
    })
    const { inputs, split } = items[0] ?? {}
    const before = useDrafts.getState().open[template]?.bindings
    if (inputs === undefined || before === undefined) return
    setSampleCase(template, { ...sample, isHeldOut: split === 'holdout' })
    const taken = { ...before, ...inputs }
    editBindings(template, () => taken)
    // Walking from case to case loses nothing that was typed.
    const isTyped = JSON.stringify(before) !== lastTaken.get(template)
    lastTaken.set(template, JSON.stringify(taken))
    if (!isTyped) return
    tellUndo(`The sample values are those of case ${sample.ordinal}.`, () =>
      editBindings(template, () => before),
    )
  } catch (error) {
    tellFailure(error)
  }
}

/** Values of a case instead of typed ones: a dataset, and which of its cases. */
export function SampleCasePicker({ id }: { id: string }) {
  const list = datasets.use('all')
  const sample = useSampleCase(id)
  const [name, setName] = useState(sample?.dataset ?? '')
  if (list.state !== 'ready' || list.value.length === 0) return null
  const dataset = list.value.find((one) => one.name === name)
  const ordinal = sample?.dataset === name ? sample.ordinal : 0
  const go = (to: number) => {
    if (dataset === undefined) return
    const next = Math.max(1, Math.min(dataset.caseCount, to))
    void takeCase(id, { dataset: dataset.name, ordinal: next })
  }
  return (
    <>
      <Group className={classes.cases} gap={6}>
        <Text size="xs" c="dimmed">
          Values of
        </Text>
        <Select
          flex={1}
          miw={90}
          aria-label="Dataset to take values from"
          placeholder="a dataset’s case…"
          data={list.value.map((one) => one.name)}
          value={dataset?.name ?? null}
          clearable
          allowDeselect
          onChange={(next) => {
            setName(next ?? '')
            if (next === null) setSampleCase(id, null)
          }}
        />
        {dataset !== undefined && (
          <>
            <Step label="Previous case" off={ordinal <= 1} onClick={() => go(ordinal - 1)}>
              <IconChevronLeft size={14} aria-hidden />
            </Step>
            <NumberInput
              w={80}
              aria-label={`Case of ${dataset.name}, 1 to ${dataset.caseCount}`}
              placeholder="case"
              hideControls
              allowDecimal={false}
              min={1}
              max={dataset.caseCount}
              value={ordinal === 0 ? '' : ordinal}
              onChange={(to) => typeof to === 'number' && to !== ordinal && go(to)}
            />
            <Step
              label="Next case"
              off={ordinal >= dataset.caseCount}
              onClick={() => go(ordinal + 1)}
            >
              <IconChevronRight size={14} aria-hidden />
            </Step>
            <Text size="xs" c="dimmed">
              of {formatCount(dataset.caseCount)}
            </Text>
            {ordinal > 0 && (
              <Anchor size="xs" href={addressOf.case(dataset.id, dataset.version, ordinal)}>
                See it
              </Anchor>
            )}
            <CaseSearch dataset={dataset.name} ordinal={ordinal} onChoose={go} />
          </>
        )}
      </Group>
      {dataset !== undefined && sample?.dataset === name && sample.isHeldOut && (
        <Text size="xs" px="sm" pb={4} c="var(--galley-warn)" role="status">
          This case is in the holdout. A template that was written with it in sight scores too well
          on it: take one of another split.
        </Text>
      )}
    </>
  )
}

interface StepProps {
  label: string
  off: boolean
  onClick: () => void
  children: ReactNode
}

function Step({ label, off, onClick, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" aria-label={label} disabled={off} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
