import {
  Input,
  MultiSelect,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import {
  guardrailActionSchema,
  guardrailStageSchema,
  severitySchema,
} from '#shared/contract/guardrail.ts'
import { Section } from '../../ui/Page.tsx'
import { type GuardrailDraft, ruleTypes } from './form.ts'
import { RuleFields } from './RuleFields.tsx'

export interface FormProps {
  draft: GuardrailDraft
  onChange: (draft: GuardrailDraft) => void
}

/** All that a person decides about a guardrail. */
export function GuardrailForm({ draft, onChange }: FormProps) {
  const set = (change: Partial<GuardrailDraft>) => onChange({ ...draft, ...change })
  const types = Object.entries(ruleTypes).map(([value, { label }]) => ({ value, label }))
  return (
    <Section title="Rule">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Select
            label="Type"
            data={types}
            value={draft.rule.type}
            onChange={(type) => {
              const begun = ruleTypes[type ?? '']
              if (begun !== undefined) set({ rule: begun.rule })
            }}
          />
          <RuleFields key={draft.rule.type} rule={draft.rule} onChange={(rule) => set({ rule })} />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            value={draft.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
        </Stack>
        <Policy draft={draft} onChange={onChange} />
      </SimpleGrid>
    </Section>
  )
}

/** What happens, where, and to whom. */
function Policy({ draft, onChange }: FormProps) {
  const set = (change: Partial<GuardrailDraft>) => onChange({ ...draft, ...change })
  const scope = (change: Partial<GuardrailDraft['appliesTo']>) =>
    set({ appliesTo: { ...draft.appliesTo, ...change } })
  return (
    <Stack gap="sm">
      <Input.Wrapper label="State" labelElement="div">
        <Switch
          my={5}
          label="On"
          checked={draft.isEnabled}
          onChange={(event) => set({ isEnabled: event.currentTarget.checked })}
        />
      </Input.Wrapper>
      <SimpleGrid cols={2} spacing="sm">
        <Select
          label="Action"
          data={[...guardrailActionSchema.options]}
          value={draft.action}
          onChange={(action) => set({ action: guardrailActionSchema.parse(action) })}
          allowDeselect={false}
        />
        <Select
          label="Severity"
          data={[...severitySchema.options]}
          value={draft.severity}
          onChange={(severity) => set({ severity: severitySchema.parse(severity) })}
          allowDeselect={false}
        />
      </SimpleGrid>
      <MultiSelect
        label="Stages"
        data={[...guardrailStageSchema.options]}
        value={draft.stages}
        onChange={(stages) => set({ stages: guardrailStageSchema.array().parse(stages) })}
      />
      <Select
        label="When it cannot be evaluated"
        data={[
          { value: 'open', label: 'let the call pass; it is counted' },
          { value: 'closed', label: 'block the call' },
        ]}
        value={draft.onError}
        onChange={(onError) => set({ onError: onError === 'closed' ? 'closed' : 'open' })}
        allowDeselect={false}
      />
      <TagsInput
        label="Only for templates"
        description="None means all."
        value={draft.appliesTo.templates}
        onChange={(templates) => scope({ templates })}
      />
      <TagsInput
        label="Only for categories"
        value={draft.appliesTo.categories}
        onChange={(categories) => scope({ categories })}
      />
      <TagsInput
        label="Only for labels"
        value={draft.appliesTo.labels}
        onChange={(labels) => scope({ labels })}
      />
    </Stack>
  )
}
