import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Json } from '#shared/contract/base.ts'
import { findJsonError } from '#shared/domain/json/error.ts'
import classes from './InputsPane.module.css'

interface JsonInputProps {
  label: string
  value: Json | undefined
  refusal: string | null
  onChange: (value: Json | undefined) => void
}

const print = (value: Json | undefined) =>
  value === undefined ? '' : JSON.stringify(value, null, 2)

/** Lists and objects as JSON. What cannot be read yet stays in the field and says where it breaks. */
export function JsonInput({ label, value, refusal, onChange }: JsonInputProps) {
  const [text, setText] = useState(print(value))
  useEffect(() => {
    setText((now) => (isSame(now, value) ? now : print(value)))
  }, [value])
  const broken = text.trim() === '' ? null : findJsonError(text)
  const read = (next: string) => {
    setText(next)
    if (next.trim() === '') onChange(undefined)
    else if (findJsonError(next) === null) onChange(JSON.parse(next))
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
      error={broken?.message ?? refusal}
      onChange={(event) => read(event.currentTarget.value)}
    />
  )
}

function isSame(text: string, value: Json | undefined): boolean {
  if (text.trim() === '') return value === undefined
  return findJsonError(text) === null
    ? JSON.stringify(JSON.parse(text)) === JSON.stringify(value)
    : false
}
