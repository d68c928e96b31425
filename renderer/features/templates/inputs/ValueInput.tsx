import { Input, NumberInput, Select, Switch, Textarea } from '@mantine/core'
import type { Json } from '#shared/contract/base.ts'
import { isRecord } from '#shared/domain/variables/schema-problems.ts'
import { membersOf, type Schema, typeOf } from '../schema/schema.ts'
import classes from './InputsPane.module.css'
import { JsonInput } from './JsonInput.tsx'

interface ValueInputProps {
  label: string
  schema: Schema
  value: Json | undefined
  /** Why the value does not fit its schema. */
  refusal: string | null
  onChange: (value: Json | undefined) => void
}

/** A value in the input that its schema asks for; what does not fit is told at the field and kept. */
export function ValueInput(props: ValueInputProps) {
  const { label, schema, value, refusal, onChange } = props
  const type = typeOf(schema)
  const common = { 'aria-label': label, placeholder: placeholderOf(schema), error: refusal }
  const allowed = Array.isArray(schema.enum) ? schema.enum : null
  if (allowed?.every((one) => typeof one === 'string' || typeof one === 'number') === true) {
    return (
      <Select
        {...common}
        clearable
        allowDeselect
        data={[...new Set([...allowed, ...(isPlain(value) ? [value] : [])].map(String))]}
        value={isPlain(value) ? String(value) : null}
        onChange={(next) => onChange(allowed.find((one) => String(one) === next))}
      />
    )
  }
  if (type === 'boolean') {
    return (
      <Switch
        aria-label={label}
        error={refusal}
        label={value === true ? 'true' : 'false'}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )
  }
  const isNumber = type === 'integer' || type === 'number'
  if (isNumber && (value === undefined || typeof value === 'number')) {
    return (
      <NumberInput
        {...common}
        allowDecimal={type === 'number'}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    )
  }
  if (type === 'string' && (value === undefined || typeof value === 'string')) {
    return (
      <Textarea
        {...common}
        autosize
        minRows={1}
        maxRows={10}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (hasForm(schema, value)) return <ObjectInput {...props} />
  return <JsonInput label={label} value={value} refusal={refusal} onChange={onChange} />
}

const isPlain = (value: Json | undefined): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

const placeholderOf = (schema: Schema): string =>
  schema.default === undefined ? 'no value' : `no value; default: ${JSON.stringify(schema.default)}`

/** A form shows the members that the schema names: a value with others needs its JSON. */
function hasForm(schema: Schema, value: Json | undefined): boolean {
  const names = membersOf(schema).map(({ name }) => name)
  if (typeOf(schema) !== 'object' || names.length === 0) return false
  if (value === undefined) return true
  return isRecord(value) && Object.keys(value).every((name) => names.includes(name))
}

function ObjectInput({ label, schema, value, refusal, onChange }: ValueInputProps) {
  const now = isRecord(value) ? (value as Record<string, Json>) : {}
  const set = (name: string, next: Json | undefined) => {
    const { [name]: _, ...rest } = now
    onChange(next === undefined ? rest : { ...rest, [name]: next })
  }
  return (
    <fieldset className={classes.object} aria-label={label}>
      {membersOf(schema).map((member) => (
        <div key={member.name} className={classes.objectMember}>
          <span className={classes.memberName}>{member.name}</span>
          <ValueInput
            label={`${label}.${member.name}`}
            schema={member.schema}
            value={now[member.name]}
            refusal={null}
            onChange={(next) => set(member.name, next)}
          />
        </div>
      ))}
      {refusal !== null && <Input.Error>{refusal}</Input.Error>}
    </fieldset>
  )
}
