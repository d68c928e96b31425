import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type Tool, toolSchema } from '#shared/contract/template.ts'
import { readTools } from '#shared/domain/tools/read.ts'
import { tellUndo } from '../../../ui/ask.tsx'
import { editContent, useDraftPart } from '../drafts.ts'
import classes from '../inputs/InputsPane.module.css'
import { freeName } from '../inputs/variables.ts'
import { SchemaJson } from '../schema/SchemaJson.tsx'
import { type View, ViewSwitch } from '../schema/ViewSwitch.tsx'
import { ToolRow } from './ToolRow.tsx'

type Tools = readonly Tool[]

const NONE: Tools = []

/** The functions that a model may call, as a form or as JSON; they are part of a version. */
export function Tools({ id }: { id: string }) {
  const tools = useDraftPart(id, ({ content }) => content.modelSettings.tools ?? NONE)
  const [view, setView] = useState<View>('form')
  const edit = (change: (tools: Tools) => Tools) =>
    editContent(id, ({ modelSettings: { tools: before = [], ...rest }, ...content }) => {
      const next = [...change(before)]
      return { ...content, modelSettings: next.length === 0 ? rest : { ...rest, tools: next } }
    })
  return (
    <section aria-label="Tools">
      <ViewSwitch label="Tools as" view={view} onView={setView}>
        <Text size="xs" c="dimmed" flex={1} miw={160}>
          <strong>Tools:</strong> functions that the model may call. Nothing is called here: the
          calls are the answer.
        </Text>
      </ViewSwitch>
      {view === 'form' ? (
        <ToolRows tools={tools} edit={edit} />
      ) : (
        <div className={classes.json}>
          <SchemaJson
            label="Tools as JSON"
            path={`tools/${id}`}
            value={tools}
            check={problemsOf}
            onChange={(value) => {
              const read = readTools(value)
              if (read.kind === 'read') edit(() => read.tools.map(asTool))
            }}
          />
        </div>
      )}
    </section>
  )
}

const asTool = (tool: unknown): Tool => toolSchema.parse(tool)

const problemsOf = (value: unknown) => {
  const read = readTools(value)
  return read.kind === 'read' ? [] : read.problems
}

const noArguments = { type: 'object', properties: {} }

function ToolRows({
  tools,
  edit,
}: {
  tools: Tools
  edit: (change: (tools: Tools) => Tools) => void
}) {
  const taken = new Set(tools.map(({ name }) => name))
  const add = () =>
    edit((now) => [...now, asTool({ name: freeName(taken, 'tool'), parameters: noArguments })])
  const remove = (place: number, tool: Tool) => {
    edit((now) => now.filter((_, at) => at !== place))
    tellUndo(`The tool ${tool.name} was removed.`, () =>
      edit((now) => now.toSpliced(place, 0, tool)),
    )
  }
  return (
    <>
      {tools.map((tool, place) => (
        <ToolRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed, the place does not
          key={place}
          tool={tool}
          others={taken}
          onChange={(next) => edit((now) => now.with(place, asTool(next)))}
          onRemove={() => remove(place, tool)}
        />
      ))}
      <div className={classes.views}>
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add a tool
        </Button>
      </div>
    </>
  )
}
