import {
  Checkbox,
  JsonInput,
  MultiSelect,
  NumberInput,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { piiEntities } from '#shared/domain/guardrails/types.ts'
import type { RuleFieldsProps } from './form.ts'
import { ModelFields } from './ModelFields.tsx'

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The fields of one type of rule. */
export function RuleFields(props: RuleFieldsProps) {
  const { rule, onChange } = props
  const set = (key: string) => (value: unknown) => onChange({ ...rule, [key]: value })
  switch (rule.type) {
    case 'pii':
      return (
        <MultiSelect
          label="Looks for"
          data={[...piiEntities]}
          value={texts(rule.entities)}
          onChange={set('entities')}
        />
      )
    case 'injection':
      return (
        <Select
          label="Reports from"
          data={[
            { value: 'warn', label: 'the warn threshold: more found, more false alarms' },
            { value: 'block', label: 'the block threshold: only what is nearly sure' },
          ]}
          value={text(rule.threshold)}
          onChange={set('threshold')}
        />
      )
    case 'toxicity':
      return (
        <>
          <TagsInput label="Harmless here" value={texts(rule.allow)} onChange={set('allow')} />
          <TagsInput label="Also reported" value={texts(rule.extra)} onChange={set('extra')} />
        </>
      )
    case 'keyword':
      return <KeywordFields {...props} />
    case 'regex':
      return (
        <>
          <TextInput
            label="Pattern"
            description="RE2 syntax: no look-around and no back-references, so that it cannot hang."
            value={text(rule.pattern)}
            onChange={(event) => set('pattern')(event.currentTarget.value)}
            ff="monospace"
          />
          <TextInput
            label="Flags"
            description="i: capital letters do not matter. m: ^ and $ match at lines. s: the dot matches line ends."
            value={text(rule.flags)}
            onChange={(event) => set('flags')(event.currentTarget.value)}
            ff="monospace"
          />
        </>
      )
    case 'max_length':
      return (
        <>
          <NumberInput label="At most" min={1} value={Number(rule.limit)} onChange={set('limit')} />
          <Select
            label="Counted in"
            data={['characters', 'tokens']}
            value={text(rule.unit)}
            onChange={set('unit')}
          />
        </>
      )
    case 'json_schema':
      return <SchemaField schema={rule.schema} onChange={set('schema')} />
    case 'model_check':
      return <ModelFields {...props} />
    default:
      return (
        <Textarea
          label="Expression"
          description="True is a violation. Sees text, variables and metadata; a text it gives is the message."
          autosize
          minRows={2}
          value={text(rule.expression)}
          onChange={(event) => set('expression')(event.currentTarget.value)}
        />
      )
  }
}

function KeywordFields({ rule, onChange }: RuleFieldsProps) {
  return (
    <>
      <TagsInput
        label="Words"
        description="Enter ends a word."
        value={texts(rule.words)}
        onChange={(words) => onChange({ ...rule, words })}
      />
      <Checkbox
        label="Whole words only"
        checked={rule.wholeWords !== false}
        onChange={(event) => onChange({ ...rule, wholeWords: event.currentTarget.checked })}
      />
      <Checkbox
        label="Capital letters matter"
        checked={rule.caseSensitive === true}
        onChange={(event) => onChange({ ...rule, caseSensitive: event.currentTarget.checked })}
      />
    </>
  )
}

/** Text until it parses: half-typed JSON must not be lost. */
function SchemaField({ schema, onChange }: { schema: unknown; onChange: (to: unknown) => void }) {
  const [typed, setTyped] = useState(() => JSON.stringify(schema, null, 2))
  const change = (next: string) => {
    setTyped(next)
    try {
      onChange(JSON.parse(next))
    } catch {
      onChange(next)
    }
  }
  return (
    <JsonInput
      label="Schema"
      value={typed}
      onChange={change}
      autosize
      minRows={4}
      validationError="This is not JSON yet."
    />
  )
}
