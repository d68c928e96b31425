import { Button, Group, ScrollArea, Tabs } from '@mantine/core'
import type { Content } from '#shared/contract/template.ts'
import { editContent, useDraftPart } from '../drafts.ts'
import { useUsage } from '../preview/preview-context.tsx'
import classes from './InputsPane.module.css'
import { SampleCasePicker } from './SampleCasePicker.tsx'
import { SettingsForm } from './SettingsForm.tsx'
import { Undeclared } from './Undeclared.tsx'
import { VariableRow } from './VariableRow.tsx'
import { newVariable } from './variables.ts'

/** The template's variables with the sample values the preview uses; and the model settings. */
export function InputsPane({ id }: { id: string }) {
  const count = useDraftPart(id, ({ content }) => content.variables.length)
  return (
    <Tabs defaultValue="variables" className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="variables">Variables ({count})</Tabs.Tab>
        <Tabs.Tab value="settings">Settings</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="variables" className={classes.panel}>
        <ScrollArea h="100%" type="auto">
          <Variables id={id} />
        </ScrollArea>
      </Tabs.Panel>
      <Tabs.Panel value="settings" className={classes.panel}>
        <ScrollArea h="100%" type="auto">
          <SettingsForm id={id} />
        </ScrollArea>
      </Tabs.Panel>
    </Tabs>
  )
}

function Variables({ id }: { id: string }) {
  const variables = useDraftPart(id, ({ content }) => content.variables)
  const bindings = useDraftPart(id, (draft) => draft.bindings)
  const usage = useUsage()
  const edit = (change: (variables: Content['variables']) => Content['variables']) =>
    editContent(id, (now) => ({ ...now, variables: change(now.variables) }))
  const declared = new Set(variables.map((variable) => variable.name))
  const used = new Set(usage?.variables.map((variable) => variable.name) ?? [])
  return (
    <div>
      <SampleCasePicker id={id} />
      <Undeclared
        names={[...used].filter((name) => !declared.has(name))}
        onDeclare={(names) =>
          edit((now) => [...now, ...names.map((name) => newVariable(name, usage))])
        }
      />
      {variables.map((variable, place) => (
        <VariableRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not
          key={place}
          templateId={id}
          variable={variable}
          value={bindings[variable.name]}
          isUnused={usage !== null && !used.has(variable.name)}
          others={declared}
          onChange={(next) => edit((now) => now.map((old, at) => (at === place ? next : old)))}
          onRemove={() => edit((now) => now.filter((_, at) => at !== place))}
        />
      ))}
      <Group p="xs">
        <Button
          variant="default"
          onClick={() => edit((now) => [...now, newVariable(freeName(declared), usage)])}
        >
          Add a variable
        </Button>
      </Group>
    </div>
  )
}

function freeName(taken: ReadonlySet<string>): string {
  let number = 1
  while (taken.has(`variable_${number}`)) number += 1
  return `variable_${number}`
}
