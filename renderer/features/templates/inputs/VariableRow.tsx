import { ActionIcon, Badge, Button, NativeSelect, Switch, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Json } from '#shared/contract/base.ts'
import type { Variable } from '#shared/contract/template.ts'
import { toProperty, toVariable } from '#shared/domain/variables/json-schema.ts'
import { editBindings } from '../drafts.ts'
import { NameInput } from '../schema/NameInput.tsx'
import { SchemaFields } from '../schema/SchemaFields.tsx'
import { type Schema, withType } from '../schema/schema.ts'
import classes from './InputsPane.module.css'
import { ValueInput } from './ValueInput.tsx'
import { asVariable, nameComplaint, variableTypes } from './variables.ts'

interface VariableRowProps {
  templateId: string
  variable: Variable
  value: Json | undefined
  isUnused: boolean
  /** Why the sample value does not fit; null where it does. */
  refusal: string | null
  others: ReadonlySet<string>
  onChange: (variable: Variable) => void
  onRemove: () => void
}

/** One variable: its declaration on top, its sample value below. */
export function VariableRow(props: VariableRowProps) {
  const { templateId, variable, value, onChange } = props
  const { name } = variable
  const [isOpen, setOpen] = useState(false)
  const schema: Schema = toProperty(variable)
  const setSchema = (next: Schema) =>
    onChange(asVariable(toVariable(name, next, variable.required)))
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
        <NameInput
          label={`Name of variable ${name}`}
          name={name}
          complain={(text) => nameComplaint(text, props.others, name)}
          onRename={rename}
        />
        <NativeSelect
          aria-label={`Type of ${name}`}
          value={variable.type}
          data={[...variableTypes]}
          onChange={(event) => setSchema(withType(schema, event.currentTarget.value))}
        />
        <Switch
          label="required"
          aria-label={`${name} is required`}
          checked={variable.required}
          onChange={(event) => onChange({ ...variable, required: event.currentTarget.checked })}
        />
        {props.isUnused && <Badge>unused</Badge>}
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={isOpen}
          aria-label={`Details of ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          Details
        </Button>
        <Tooltip label={`Remove ${name}`}>
          <ActionIcon ml="auto" aria-label={`Remove ${name}`} onClick={props.onRemove}>
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {isOpen && <SchemaFields of={name} schema={schema} onChange={setSchema} />}
      <ValueInput
        label={`Sample value of ${name}`}
        schema={schema}
        value={value}
        refusal={props.refusal}
        onChange={setValue}
      />
    </div>
  )
}
