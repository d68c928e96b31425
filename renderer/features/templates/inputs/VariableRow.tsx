import { ActionIcon, Badge, NativeSelect, Switch, TextInput, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Json } from '#shared/contract/base.ts'
import type { Variable } from '#shared/contract/template.ts'
import { editBindings } from '../drafts.ts'
import classes from './InputsPane.module.css'
import { ValueInput } from './ValueInput.tsx'
import { nameComplaint, variableTypes } from './variables.ts'

interface VariableRowProps {
  templateId: string
  variable: Variable
  value: Json | undefined
  isUnused: boolean
  others: ReadonlySet<string>
  onChange: (variable: Variable) => void
  onRemove: () => void
}

/** One variable: its declaration on top, its sample value below. */
export function VariableRow(props: VariableRowProps) {
  const { templateId, variable, value, onChange } = props
  const { name } = variable
  const setValue = (next: Json | undefined) =>
    editBindings(templateId, ({ [name]: _, ...rest }) =>
      next === undefined ? rest : { ...rest, [name]: next },
    )
  const rename = (to: string) => {
    onChange({ ...variable, name: to })
    editBindings(templateId, ({ [name]: kept, ...rest }) =>
      kept === undefined ? rest : { ...rest, [to]: kept },
    )
  }
  return (
    <div className={classes.row}>
      <div className={classes.rowHead}>
        <NameInput name={name} others={props.others} onRename={rename} />
        <NativeSelect
          aria-label={`Type of ${name}`}
          value={variable.type}
          data={[...variableTypes]}
          onChange={(event) => {
            const type = variableTypes.find((one) => one === event.currentTarget.value)
            if (type) onChange({ ...variable, type })
          }}
        />
        <Switch
          label="required"
          aria-label={`${name} is required`}
          checked={variable.required}
          onChange={(event) => onChange({ ...variable, required: event.currentTarget.checked })}
        />
        {props.isUnused && <Badge>unused</Badge>}
        <Tooltip label={`Remove ${name}`}>
          <ActionIcon ml="auto" aria-label={`Remove ${name}`} onClick={props.onRemove}>
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <ValueInput name={name} type={variable.type} value={value} onChange={setValue} />
    </div>
  )
}

interface NameInputProps {
  name: string
  others: ReadonlySet<string>
  onRename: (name: string) => void
}

/** A half-typed name stays in the field: the template only ever gets whole ones. */
function NameInput({ name, others, onRename }: NameInputProps) {
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const complaint = nameComplaint(text, others, name)
  const commit = () => {
    if (complaint === null && text !== name) onRename(text)
    if (complaint !== null) setText(name)
  }
  return (
    <TextInput
      className={classes.mono}
      aria-label={`Name of variable ${name}`}
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
