import { NativeSelect, NumberInput, TextInput, Tooltip } from '@mantine/core'

interface DefaultInputProps {
  of: string
  type: string
  value: unknown
  onChange: (keyword: 'default', value: unknown) => void
}

/** Production in any language renders the text alone: what is only said here, nobody fills in. */
const HINT =
  'For whoever calls the template. The text itself has to say it too, with | default(…): services fill nothing in.'

/** What a value is when nobody gives one. */
export function DefaultInput({ of, type, value, onChange }: DefaultInputProps) {
  const label = `Default of ${of}`
  const set = (next: unknown) => onChange('default', next)
  return <Tooltip label={HINT}>{inputOf(label, type, value, set)}</Tooltip>
}

function inputOf(label: string, type: string, value: unknown, set: (value: unknown) => void) {
  if (type === 'boolean') {
    return (
      <NativeSelect
        aria-label={label}
        value={value === undefined ? '' : String(value)}
        data={[
          { value: '', label: 'no default' },
          { value: 'true', label: 'default: true' },
          { value: 'false', label: 'default: false' },
        ]}
        onChange={({ currentTarget }) =>
          set(currentTarget.value === '' ? undefined : currentTarget.value === 'true')
        }
      />
    )
  }
  if (type === 'string') {
    return (
      <TextInput
        aria-label={label}
        placeholder="No default"
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  }
  return (
    <NumberInput
      aria-label={label}
      placeholder="No default"
      allowDecimal={type === 'number'}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => set(typeof next === 'number' ? next : undefined)}
    />
  )
}
