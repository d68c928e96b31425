import { Select, Textarea, TextInput } from '@mantine/core'
import type { AssertionField as Field, FieldKind } from '#shared/domain/assertions/fields.ts'
import { fieldLabels } from './assertion-form.ts'

interface AssertionFieldProps {
  field: Field
  number: string
  judges: readonly string[]
  written: string
  onWrite: (text: string) => void
}

const placeholders: Readonly<Record<FieldKind, string>> = {
  line: 'the case’s expected answer',
  prose: 'the case’s expected answer',
  lines: 'the case’s expected answer',
  number: 'the case’s expected answer',
  json: 'JSON',
  anything: 'the case’s expected answer',
}
const required: Readonly<Record<FieldKind, string>> = {
  ...{ line: 'a text', prose: 'a text', lines: 'one text per line', number: 'a number' },
  ...{ json: 'JSON', anything: 'a text or JSON' },
}

const isLong = (kind: FieldKind) => kind === 'prose' || kind === 'lines' || kind === 'json'

/** One member of an assertion, asked for as its schema has it. */
export function AssertionField({ field, number, judges, written, onWrite }: AssertionFieldProps) {
  const { name, kind, isRequired } = field
  const title = fieldLabels[name] ?? name
  const label = `${title} of assertion ${number}`
  if (name === 'provider') {
    return (
      <Select
        w={200}
        clearable
        aria-label={label}
        placeholder="the run’s judge"
        data={[...judges]}
        value={written === '' ? null : written}
        onChange={(chosen) => onWrite(chosen ?? '')}
      />
    )
  }
  const placeholder = isRequired
    ? required[kind]
    : name === 'value'
      ? placeholders[kind]
      : title.toLowerCase()
  const shared = {
    'aria-label': label,
    title,
    placeholder,
    value: written,
  }
  if (isLong(kind)) {
    return (
      <Textarea
        w={300}
        autosize
        maxRows={12}
        {...shared}
        onChange={(event) => onWrite(event.currentTarget.value)}
      />
    )
  }
  const isSmall = kind === 'number' && name !== 'value'
  return (
    <TextInput
      w={isSmall ? 110 : 260}
      {...shared}
      onChange={(event) => onWrite(event.currentTarget.value)}
    />
  )
}
