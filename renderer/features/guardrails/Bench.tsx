import { ActionIcon, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type {
  GuardrailSampleView,
  GuardrailTest,
  SampleVerdictView,
} from '#shared/contract/guardrail.ts'
import { rpc } from '../../rpc/page.ts'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Section } from '../../ui/Page.tsx'
import { Effect } from './Effect.tsx'
import { changeOf, type GuardrailDraft } from './form.ts'
import type { FormProps } from './GuardrailForm.tsx'

/** Samples with what is expected of them, and what the guardrail as edited says of them. */
export function Bench({ draft, onChange, stored }: FormProps & { stored: string | null }) {
  const [result, setResult] = useState<GuardrailTest | null>(null)
  const [error, setError] = useState<unknown>(null)
  const setSamples = (samples: GuardrailSampleView[]) => onChange({ ...draft, samples })
  const tryIt = async (name: string) => {
    try {
      const { samples } = draft
      setResult(await rpc.guardrail.test({ name, samples, change: changeOf(draft) }))
      setError(null)
    } catch (failure) {
      setError(failure)
    }
  }
  const add = () =>
    setSamples([...draft.samples, { id: crypto.randomUUID(), text: '', expected: 'violation' }])
  return (
    <Section
      title="Test bench"
      hint="Texts with the verdict you expect. They are stored with the guardrail."
      actions={
        <Group gap={6}>
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
            Add a sample
          </Button>
          {stored !== null && (
            <Button variant="default" onClick={() => void tryIt(stored)}>
              Try it
            </Button>
          )}
        </Group>
      }
    >
      <Stack gap="sm">
        {draft.samples.map((sample, index) => (
          <Sample
            key={sample.id}
            label={`Sample ${index + 1}`}
            sample={sample}
            verdict={result?.verdicts.find(({ id }) => id === sample.id)}
            onChange={(next) =>
              setSamples(draft.samples.map((one) => (one.id === next.id ? next : one)))
            }
            onRemove={() => setSamples(draft.samples.filter(({ id }) => id !== sample.id))}
          />
        ))}
        {draft.samples.length === 0 && (
          <Text size="sm" c="dimmed">
            No samples yet.
          </Text>
        )}
        {error !== null && <ErrorNotice error={error} />}
        {result !== null && <Effect result={result} />}
      </Stack>
    </Section>
  )
}

interface SampleProps {
  label: string
  sample: GuardrailDraft['samples'][number]
  verdict: SampleVerdictView | undefined
  onChange: (sample: GuardrailSampleView) => void
  onRemove: () => void
}

function Sample({ label, sample, verdict, onChange, onRemove }: SampleProps) {
  const said =
    verdict === undefined
      ? ''
      : (verdict.failure ?? (verdict.isExpected ? 'As expected' : `Is ${verdict.actual}`))
  return (
    <Group gap="sm" align="flex-start" wrap="nowrap">
      <Textarea
        aria-label={label}
        flex={1}
        autosize
        minRows={1}
        maxRows={6}
        value={sample.text}
        onChange={(event) => onChange({ ...sample, text: event.currentTarget.value })}
      />
      <Select
        aria-label={`${label} is expected to be`}
        w={120}
        data={['violation', 'clean']}
        value={sample.expected}
        onChange={(expected) =>
          onChange({ ...sample, expected: expected === 'clean' ? 'clean' : 'violation' })
        }
        allowDeselect={false}
      />
      <Text
        size="sm"
        w={110}
        pt={6}
        c={verdict?.isExpected === false ? 'var(--galley-bad)' : 'dimmed'}
      >
        {said}
      </Text>
      <ActionIcon variant="default" aria-label={`Remove ${label}`} onClick={onRemove} mt={2}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
