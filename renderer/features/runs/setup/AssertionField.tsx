import { Select, Textarea, TextInput } from '@mantine/core'
import type { AssertionField as Field, FieldKind } from '#shared/domain/assertions/fields.ts'
import { fieldLabels } from './assertion-form.ts'

interface AssertionFieldProps {
  field: Field
  /** Without a value the case's expected answer is taken. */
  isComparing: boolean
  number: string
  judges: readonly string[]
  written: string
  onWrite: (text: string) => void
}

/** What a field wants to be written into it. */
const required: Readonly<Record<FieldKind, string>> = {
  ...{ line: 'a text', prose: 'a text', lines: 'one text per line', number: 'a number' },
  ...{ json: 'JSON', anything: 'a text or JSON' },
}

const isLong = (kind: FieldKind) => kind === 'prose' || kind === 'lines' || kind === 'json'

/** One member of an assertion, asked for as its schema has it. */
export function AssertionField(props: AssertionFieldProps) {
  const { field, isComparing, number, judges, written, onWrite } = props
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
    : name !== 'value'
      ? title.toLowerCase()
      : isComparing
        ? 'the case’s expected answer'
        : `${required[kind]}, or nothing`
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
