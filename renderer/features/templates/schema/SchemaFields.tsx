import {
  ActionIcon,
  Button,
  NativeSelect,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { freeName } from '../inputs/variables.ts'
import { DefaultInput } from './DefaultInput.tsx'
import classes from './SchemaFields.module.css'
import {
  type Member,
  membersOf,
  type Schema,
  schemaAt,
  schemaTypes,
  typeOf,
  unseenKeywords,
  withKeyword,
  withMembers,
  withType,
} from './schema.ts'

interface SchemaFieldsProps {
  /** Says what is described: `user`, `user.tags`. */
  of: string
  schema: Schema
  onChange: (schema: Schema) => void
}

/** What a value is beyond its type: in words, allowed values, a default, and its parts the same way. */
export function SchemaFields({ of, schema, onChange }: SchemaFieldsProps) {
  const type = typeOf(schema)
  const set = (keyword: string, value: unknown) => onChange(withKeyword(schema, keyword, value))
  const unseen = unseenKeywords(schema)
  return (
    <div className={classes.details}>
      <TextInput
        aria-label={`Description of ${of}`}
        placeholder="What it is, for people and models"
        value={typeof schema.description === 'string' ? schema.description : ''}
        onChange={(event) => set('description', event.currentTarget.value)}
      />
      {['string', 'integer', 'number'].includes(type) && (
        <div className={classes.pair}>
          <TagsInput
            aria-label={`Allowed values of ${of}`}
            placeholder={Array.isArray(schema.enum) ? '' : 'Any value; or name those allowed'}
            value={Array.isArray(schema.enum) ? schema.enum.map(String) : []}
            onChange={(values) => set('enum', readValues(values, type))}
          />
          <DefaultInput of={of} type={type} value={schema.default} onChange={set} />
        </div>
      )}
      {type === 'boolean' && (
        <DefaultInput of={of} type={type} value={schema.default} onChange={set} />
      )}
      {type === 'array' && (
        <Items of={of} schema={schemaAt(schema, 'items')} onChange={(next) => set('items', next)} />
      )}
      {type === 'object' && (
        <Members
          of={of}
          members={membersOf(schema)}
          onChange={(members) => onChange(withMembers(schema, members))}
        />
      )}
      {unseen.length > 0 && (
        <Text size="xs" c="dimmed">
          Its JSON says more: {unseen.join(', ')}.
        </Text>
      )}
    </div>
  )
}

/** Numbers stay numbers; what is none is left out. */
const readValues = (values: readonly string[], type: string): unknown[] =>
  type === 'string' ? [...values] : values.map(Number).filter((value) => !Number.isNaN(value))

function Items({ of, schema, onChange }: SchemaFieldsProps) {
  const type = typeOf(schema)
  return (
    <>
      <NativeSelect
        aria-label={`Type of the items of ${of}`}
        value={type}
        data={schemaTypes.map((one) => ({ value: one, label: `items: ${one}` }))}
        onChange={(event) => onChange(withType(schema, event.currentTarget.value))}
      />
      {type !== 'any' && <SchemaFields of={`${of}[]`} schema={schema} onChange={onChange} />}
    </>
  )
}

interface MembersProps {
  of: string
  members: readonly Member[]
  onChange: (members: readonly Member[]) => void
}

/** The members of an object, each with its type; nested ones open under their row. */
export function Members({ of, members, onChange }: MembersProps) {
  const taken = new Set(members.map(({ name }) => name))
  const add = () => {
    const member = { name: freeName(taken, 'member'), schema: { type: 'string' }, isRequired: true }
    onChange([...members, member])
  }
  return (
    <>
      <ul className={classes.members} aria-label={`Members of ${of}`}>
        {members.map((member, place) => (
          <MemberRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not
            key={place}
            of={of}
            member={member}
            isTaken={(name) => name !== member.name && taken.has(name)}
            onChange={(next) => onChange(members.map((old, at) => (at === place ? next : old)))}
            onRemove={() => onChange(members.filter((_, at) => at !== place))}
          />
        ))}
      </ul>
      <Button variant="default" size="compact-xs" style={{ alignSelf: 'start' }} onClick={add}>
        Add a member
      </Button>
    </>
  )
}

interface MemberRowProps {
  of: string
  member: Member
  isTaken: (name: string) => boolean
  onChange: (member: Member) => void
  onRemove: () => void
}

function MemberRow({ of, member, isTaken, onChange, onRemove }: MemberRowProps) {
  const { name, schema, isRequired } = member
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  const complaint =
    text === '' ? 'A name is missing.' : isTaken(text) ? 'There is one already.' : null
  const path = `${of}.${name}`
  return (
    <li className={classes.member}>
      <TextInput
        flex={1}
        miw={90}
        aria-label={`Name of ${path}`}
        value={text}
        error={complaint}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => (complaint === null ? onChange({ ...member, name: text }) : setText(name))}
      />
      <NativeSelect
        aria-label={`Type of ${path}`}
        value={typeOf(schema)}
        data={[...schemaTypes]}
        onChange={(event) =>
          onChange({ ...member, schema: withType(schema, event.currentTarget.value) })
        }
      />
      <Switch
        label="required"
        aria-label={`${path} is required`}
        checked={isRequired}
        onChange={(event) => onChange({ ...member, isRequired: event.currentTarget.checked })}
      />
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={isOpen}
        aria-label={`Details of ${path}`}
        onClick={() => setOpen(!isOpen)}
      >
        Details
      </Button>
      <Tooltip label={`Remove ${path}`}>
        <ActionIcon aria-label={`Remove ${path}`} onClick={onRemove}>
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {isOpen && (
        <div className={classes.inner}>
          <SchemaFields
            of={path}
            schema={schema}
            onChange={(next) => onChange({ ...member, schema: next })}
          />
        </div>
      )}
    </li>
  )
}
