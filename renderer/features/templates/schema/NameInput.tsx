import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from '../inputs/InputsPane.module.css'

interface NameInputProps {
  label: string
  name: string
  /** Why a text is no name here; null where it is one. */
  complain: (text: string) => string | null
  onRename: (name: string) => void
}

/** A half-typed name stays in the field: the template only ever gets whole ones. */
export function NameInput({ label, name, complain, onRename }: NameInputProps) {
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const complaint = complain(text)
  const commit = () => {
    if (complaint === null && text !== name) onRename(text)
    if (complaint !== null) setText(name)
  }
  return (
    <TextInput
      className={classes.mono}
      aria-label={label}
      flex={1}
      miw={90}
      maw={220}
      value={text}
      error={complaint}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}
