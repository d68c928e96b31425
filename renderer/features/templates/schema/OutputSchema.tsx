import { Button, ScrollArea } from '@mantine/core'
import { IconBraces, IconWand } from '@tabler/icons-react'
import { useState } from 'react'
import { type Content, modelSettingsSchema } from '#shared/contract/template.ts'
import { findSchemaProblems } from '#shared/domain/variables/schema-problems.ts'
import { tell, tellUndo } from '../../../ui/ask.tsx'
import { Empty } from '../../../ui/State.tsx'
import { editContent, useDraftPart } from '../drafts.ts'
import classes from '../inputs/InputsPane.module.css'
import { useOutcome } from '../preview/preview-context.tsx'
import { keptTries } from '../try/tries.ts'
import { proposeOutput } from './propose-output.ts'
import { Members } from './SchemaFields.tsx'
import { SchemaJson } from './SchemaJson.tsx'
import { membersOf, unseenKeywords, withMembers } from './schema.ts'
import { type View, ViewSwitch } from './ViewSwitch.tsx'

type Shape = NonNullable<Content['modelSettings']['responseSchema']>

const shapeSchema = modelSettingsSchema.shape.responseSchema.unwrap()

/** The JSON Schema that answers have to meet; providers that can, enforce it. None: any text will do. */
export function OutputSchema({ id }: { id: string }) {
  const shape = useDraftPart(id, ({ content }) => content.modelSettings.responseSchema)
  const [view, setView] = useState<View>('form')
  const set = (next: Shape | undefined) =>
    editContent(id, ({ modelSettings: { responseSchema: _, ...rest }, ...content }) => ({
      ...content,
      modelSettings: next === undefined ? rest : { ...rest, responseSchema: next },
    }))
  const propose = useProposal(id, set)
  const proposeButton = (
    <Button
      variant="default"
      leftSection={<IconWand size={14} aria-hidden />}
      onClick={() => propose(shape)}
    >
      Propose
    </Button>
  )
  if (shape === undefined) {
    return (
      <Empty
        icon={IconBraces}
        title="Answers may be any text"
        actions={
          <>
            {proposeButton}
            <Button onClick={() => set({ type: 'object', properties: {} })}>Ask for JSON</Button>
          </>
        }
      >
        Describe the JSON that has to come out; it is proposed from answers beside the text, or from
        an example in the prompt.
      </Empty>
    )
  }
  const remove = () => {
    set(undefined)
    tellUndo('Answers may be any text now.', () => set(shape))
  }
  const switcher = (
    <ViewSwitch label="Output schema as" view={view} onView={setView}>
      {proposeButton}
      <Button variant="default" ml="auto" onClick={remove}>
        Remove
      </Button>
    </ViewSwitch>
  )
  if (view === 'form') return <OutputForm shape={shape} switcher={switcher} onChange={set} />
  return (
    <div className={classes.filled}>
      {switcher}
      <div className={classes.rest}>
        <SchemaJson
          label="Output schema as JSON"
          path={`schema/${id}/output`}
          value={shape}
          check={findSchemaProblems}
          onChange={(value) => set(shapeSchema.parse(value))}
        />
      </div>
    </div>
  )
}

interface OutputFormProps {
  shape: Shape
  switcher: React.ReactNode
  onChange: (shape: Shape) => void
}

function OutputForm({ shape, switcher, onChange }: OutputFormProps) {
  const unseen = unseenKeywords(shape)
  return (
    <ScrollArea h="100%" type="auto">
      {switcher}
      <div className={classes.row}>
        <Members
          of="the answer"
          members={membersOf(shape)}
          onChange={(members) => onChange(shapeSchema.parse(withMembers(shape, members)))}
        />
      </div>
      {unseen.length > 0 && (
        <div className={classes.row}>Its JSON says more: {unseen.join(', ')}.</div>
      )}
    </ScrollArea>
  )
}

/** Puts what answers and examples have in common into the draft; a click takes it back. */
function useProposal(id: string, set: (next: Shape | undefined) => void) {
  const kept = keptTries.use(id)
  const outcome = useOutcome()
  return (before: Shape | undefined) => {
    const answers = kept.state === 'ready' ? kept.value.map(({ output }) => output) : []
    const rendered = outcome.kind === 'success' ? outcome.rendered : null
    const proposed = proposeOutput(answers, rendered)
    if (proposed === null) {
      tell('No answer beside the text is JSON, and the prompt shows no example of it.')
      return
    }
    set(shapeSchema.parse(proposed.schema))
    tellUndo(`Proposed from ${proposed.from}.`, () => set(before))
  }
}
