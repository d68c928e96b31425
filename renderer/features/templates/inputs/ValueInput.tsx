import { NumberInput, Switch, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Json } from '#shared/contract/base.ts'
import type { Variable } from '#shared/contract/template.ts'
import classes from './InputsPane.module.css'

interface ValueInputProps {
  name: string
  type: Variable['type']
  value: Json | undefined
  onChange: (value: Json | undefined) => void
}

/** The sample value of a variable, in the input its type asks for. */
export function ValueInput({ name, type, value, onChange }: ValueInputProps) {
  const label = `Sample value of ${name}`
  if (type === 'boolean') {
    return (
      <Switch
        aria-label={label}
        label={value === true ? 'true' : 'false'}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  }
  if (type === 'integer' || type === 'number') {
    return (
      <NumberInput
        aria-label={label}
        placeholder="no value"
        allowDecimal={type === 'number'}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    )
  }
  if (type === 'string' && (value === undefined || typeof value === 'string')) {
    return (
      <Textarea
        aria-label={label}
        placeholder="no value"
        autosize
        minRows={1}
        maxRows={10}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return <JsonInput label={label} value={value} onChange={onChange} />
}

interface JsonInputProps {
  label: string
  value: Json | undefined
  onChange: (value: Json | undefined) => void
}

const print = (value: Json | undefined) =>
  value === undefined ? '' : JSON.stringify(value, null, 2)

/** Lists and objects as JSON. What cannot be read yet stays in the field and says where it breaks. */
function JsonInput({ label, value, onChange }: JsonInputProps) {
  const [text, setText] = useState(print(value))
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    setText((now) => (isSame(now, value) ? now : print(value)))
  }, [value])
  const read = (next: string) => {
    setText(next)
    if (next.trim() === '') {
      setError(null)
      onChange(undefined)
      return
    }
    try {
      onChange(JSON.parse(next))
      setError(null)
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'This is not JSON.')
    }
  }
  return (
    <Textarea
      className={classes.mono}
      aria-label={label}
      placeholder='JSON, e.g. ["music", "art"]'
      autosize
      minRows={1}
      maxRows={12}
      value={text}
      error={error}
      onChange={(event) => read(event.currentTarget.value)}
    />
  )
}

function isSame(text: string, value: Json | undefined): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value)
  } catch {
    return false
  }
}
