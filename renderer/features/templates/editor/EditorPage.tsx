import { Button } from '@mantine/core'
import { IconDeviceFloppy, IconHistory } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Page } from '../../../ui/Page.tsx'
import { SplitPane } from '../../../ui/SplitPane.tsx'
import { useCommands } from '../../../ui/shell/commands.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { editorCommands } from '../commands.ts'
import { InputsPane } from '../inputs/InputsPane.tsx'
import type { Flag } from '../preview/flag.ts'
import { PreviewOf, useFlagged, useProblems } from '../preview/preview-context.tsx'
import { BodyEditor } from './BodyEditor.tsx'
import { EditorHeader } from './EditorHeader.tsx'
import classes from './EditorPage.module.css'
import { Partials } from './Partials.tsx'
import { type Problem, Problems } from './Problems.tsx'
import { ResultTabs } from './ResultTabs.tsx'
import { forgetReveal, reveal, useReveal } from './reveal.ts'
import { SaveNotices } from './SaveNotices.tsx'
import { SaveVersion } from './SaveVersion.tsx'

/** The editor: text on the left, what it becomes on the right, as one types. */
export function EditorPage({ id }: { id: string }) {
  const [isSaving, setSaving] = useState(false)
  useEditorCommands(id, () => setSaving(true))
  const panes = useMemo(
    () => [
      { id: 'text', size: '56%', min: '25%', content: <TextColumn id={id} /> },
      { id: 'result', min: '20%', content: <ResultColumn id={id} /> },
    ],
    [id],
  )
  const actions = (
    <>
      <Button
        variant="default"
        leftSection={<IconHistory size={14} aria-hidden />}
        component="a"
        href={formatRoute(['templates', id, 'history'])}
      >
        History
      </Button>
      <Button
        leftSection={<IconDeviceFloppy size={14} aria-hidden />}
        onClick={() => setSaving(true)}
      >
        Save version
      </Button>
    </>
  )
  return (
    <PreviewOf id={id}>
      <Page
        isFilled
        header={
          <>
            <EditorHeader id={id} actions={actions} />
            <SaveNotices id={id} />
          </>
        }
      >
        <SplitPane id="template" panes={panes} />
        <SaveVersion id={id} isOpen={isSaving} onClose={() => setSaving(false)} />
      </Page>
    </PreviewOf>
  )
}

function TextColumn({ id }: { id: string }) {
  const problems = useProblems()
  const flags = useFlagged()
  const shown = useReveal(id)
  const show = useCallback((problem: Problem) => reveal(id, problem), [id])
  useEffect(() => () => forgetReveal(id), [id])
  const told = useMemo(() => [...problems, ...flags.map(asProblem)], [problems, flags])
  return (
    <div className={classes.column}>
      <div className={classes.fill}>
        <BodyEditor id={id} problems={problems} flags={flags} reveal={shown} />
      </div>
      <Partials id={id} />
      <Problems problems={told} onShow={show} />
    </div>
  )
}

/** A flag in the list of problems. What the author wrote is not blocked: that is said with it. */
const asProblem = ({ kind, title, ...place }: Flag): Problem => ({
  severity: kind === 'text' ? 'info' : 'warning',
  message:
    kind === 'text'
      ? `In your own text, which guardrails let pass in production: ${title}`
      : `A value that comes in here: ${title}`,
  ...place,
})

function ResultColumn({ id }: { id: string }) {
  const panes = useMemo(
    () => [
      { id: 'preview', size: '58%', min: '15%', content: <ResultTabs id={id} /> },
      { id: 'inputs', min: '15%', content: <InputsPane id={id} /> },
    ],
    [id],
  )
  return <SplitPane id="template-result" direction="vertical" panes={panes} />
}

function useEditorCommands(id: string, save: () => void) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: save only sets a state
  const commands = useMemo(
    () => [
      { ...editorCommands.saveVersion, run: save },
      {
        ...editorCommands.history,
        run: () => navigate(formatRoute(['templates', id, 'history'])),
      },
    ],
    [id],
  )
  useCommands(commands)
}
