import { Button } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import type { Content } from '#shared/contract/template.ts'
import { readInputSchema, toInputSchema } from '#shared/domain/variables/json-schema.ts'
import { tell, tellUndo } from '../../../ui/ask.tsx'
import { KeptScroll } from '../../../ui/KeptScroll.tsx'
import { editContent, useDraftPart } from '../drafts.ts'
import { useRefusals, useUsage } from '../preview/preview-context.tsx'
import { SchemaJson } from '../schema/SchemaJson.tsx'
import { type View, ViewSwitch } from '../schema/ViewSwitch.tsx'
import { declare, removeDeclarations } from './declarations.ts'
import classes from './InputsPane.module.css'
import { SampleCasePicker } from './SampleCasePicker.tsx'
import { Undeclared, Unused } from './Undeclared.tsx'
import { VariableRow } from './VariableRow.tsx'
import { asVariable, freeName, newVariable, propose } from './variables.ts'

type Declarations = Content['variables']

/** The input schema as rows with their sample values, or as the JSON Schema that they are. */
export function Variables({ id }: { id: string }) {
  const [view, setView] = useState<View>('form')
  const variables = useDraftPart(id, ({ content }) => content.variables)
  const usage = useUsage()
  const edit = (change: (variables: Declarations) => Declarations) =>
    editContent(id, (now) => ({ ...now, variables: change(now.variables) }))
  const fillIn = () => {
    if (usage === null) return
    const next = propose(variables, usage)
    if (JSON.stringify(next) === JSON.stringify(variables)) {
      tell('Text and samples tell nothing that is not declared already.')
      return
    }
    edit(() => next)
    tellUndo('What the text and the samples tell is declared now.', () => edit(() => variables))
  }
  const switcher = (
    <ViewSwitch label="Input schema as" view={view} onView={setView}>
      <Button
        variant="default"
        ml="auto"
        leftSection={<IconWand size={14} aria-hidden />}
        disabled={usage === null}
        onClick={fillIn}
      >
        Propose
      </Button>
    </ViewSwitch>
  )
  if (view === 'json') return <VariablesJson id={id} switcher={switcher} edit={edit} />
  return (
    <KeptScroll keptAs={`variables/${id}`}>
      {switcher}
      <VariableRows id={id} edit={edit} />
    </KeptScroll>
  )
}

interface EditProps {
  id: string
  edit: (change: (variables: Declarations) => Declarations) => void
}

function VariableRows({ id, edit }: EditProps) {
  const variables = useDraftPart(id, ({ content }) => content.variables)
  const bindings = useDraftPart(id, (draft) => draft.bindings)
  const usage = useUsage()
  const refusals = useRefusals()
  const declared = new Set(variables.map((variable) => variable.name))
  const used = new Set(usage?.variables.map((variable) => variable.name) ?? [])
  const isUnused = (name: string) => usage !== null && !used.has(name)
  return (
    <>
      <SampleCasePicker id={id} />
      <Undeclared
        names={[...used].filter((name) => !declared.has(name))}
        onMend={(names) => declare(id, names, usage)}
      />
      <Unused
        names={[...declared].filter(isUnused)}
        onMend={(names) => removeDeclarations(id, names)}
      />
      {variables.map((variable, place) => (
        <VariableRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not
          key={place}
          templateId={id}
          variable={variable}
          value={bindings[variable.name]}
          isUnused={isUnused(variable.name)}
          refusal={refusals[variable.name] ?? null}
          others={declared}
          onChange={(next) => edit((now) => now.map((old, at) => (at === place ? next : old)))}
          onRemove={() => edit((now) => now.filter((_, at) => at !== place))}
        />
      ))}
      <div className={classes.views}>
        <Button
          variant="default"
          onClick={() => edit((now) => [...now, newVariable(freeName(declared), usage)])}
        >
          Add a variable
        </Button>
      </div>
    </>
  )
}

const problemsOf = (value: unknown) => {
  const read = readInputSchema(value)
  return read.kind === 'read' ? [] : read.problems
}

function VariablesJson({ id, edit, switcher }: EditProps & { switcher: React.ReactNode }) {
  const variables = useDraftPart(id, ({ content }) => content.variables)
  const schema = useMemo(() => toInputSchema(variables), [variables])
  return (
    <div className={classes.filled}>
      {switcher}
      <div className={classes.rest}>
        <SchemaJson
          label="Input schema as JSON"
          path={`schema/${id}/input`}
          value={schema}
          check={problemsOf}
          onChange={(value) => {
            const read = readInputSchema(value)
            if (read.kind === 'read') edit(() => read.variables.map(asVariable))
          }}
        />
      </div>
    </div>
  )
}
