import { Button, Group, ScrollArea, Tabs } from '@mantine/core'
import type { Content } from '#shared/contract/template.ts'
import { editContent, type OpenDraft } from '../drafts.ts'
import type { Usage } from '../preview/usage.ts'
import classes from './InputsPane.module.css'
import { SettingsForm } from './SettingsForm.tsx'
import { Undeclared } from './Undeclared.tsx'
import { VariableRow } from './VariableRow.tsx'
import { newVariable } from './variables.ts'

interface InputsPaneProps {
  draft: OpenDraft
  usage: Usage | null
}

/** The template's variables with the sample values the preview uses; and the model settings. */
export function InputsPane({ draft, usage }: InputsPaneProps) {
  const { content } = draft
  return (
    <Tabs defaultValue="variables" className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="variables">Variables ({content.variables.length})</Tabs.Tab>
        <Tabs.Tab value="settings">Settings</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="variables" className={classes.panel}>
        <ScrollArea h="100%" type="auto">
          <Variables draft={draft} usage={usage} />
        </ScrollArea>
      </Tabs.Panel>
      <Tabs.Panel value="settings" className={classes.panel}>
        <ScrollArea h="100%" type="auto">
          <SettingsForm content={content} id={draft.template.id} />
        </ScrollArea>
      </Tabs.Panel>
    </Tabs>
  )
}

function Variables({ draft, usage }: InputsPaneProps) {
  const { content, bindings } = draft
  const { id } = draft.template
  const edit = (change: (variables: Content['variables']) => Content['variables']) =>
    editContent(id, (now) => ({ ...now, variables: change(now.variables) }))
  const declared = new Set(content.variables.map((variable) => variable.name))
  const used = new Set(usage?.variables.map((variable) => variable.name) ?? [])
  return (
    <div>
      <Undeclared
        names={[...used].filter((name) => !declared.has(name))}
        onDeclare={(names) =>
          edit((now) => [...now, ...names.map((name) => newVariable(name, usage))])
        }
      />
      {content.variables.map((variable, place) => (
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
