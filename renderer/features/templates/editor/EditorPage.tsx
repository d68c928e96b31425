import { Button } from '@mantine/core'
import { IconDeviceFloppy, IconHistory } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Page } from '../../../ui/Page.tsx'
import { SplitPane } from '../../../ui/SplitPane.tsx'
import { useCommands } from '../../../ui/shell/commands.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import type { OpenDraft } from '../drafts.ts'
import { InputsPane } from '../inputs/InputsPane.tsx'
import { PreviewPane } from '../preview/PreviewPane.tsx'
import { usePreview } from '../preview/use-preview.ts'
import { BodyEditor } from './BodyEditor.tsx'
import { EditorHeader } from './EditorHeader.tsx'
import classes from './EditorPage.module.css'
import { Partials } from './Partials.tsx'
import { type Problem, Problems, type Reveal } from './Problems.tsx'
import { SaveNotices } from './SaveNotices.tsx'
import { SaveVersion } from './SaveVersion.tsx'

/** The editor: text on the left, what it becomes on the right, as one types. */
export function EditorPage({ draft }: { draft: OpenDraft }) {
  const { template } = draft
  const [isSaving, setSaving] = useState(false)
  const [reveal, setReveal] = useState<Reveal | null>(null)
  const preview = usePreview(draft)
  useEditorCommands(template.id, () => setSaving(true))
  const show = ({ messageIndex, line, column }: Problem) =>
    setReveal({ messageIndex, line, column })

  const text = (
    <div className={classes.column}>
      <div className={classes.fill}>
        <BodyEditor draft={draft} problems={preview.problems} reveal={reveal} />
      </div>
      <Partials draft={draft} />
      <Problems problems={preview.problems} onShow={show} />
    </div>
  )
  const result = (
    <SplitPane
      id="template-result"
      direction="vertical"
      panes={[
        { id: 'preview', size: '58%', min: '15%', content: <PreviewPane preview={preview} /> },
        { id: 'inputs', min: '15%', content: <InputsPane draft={draft} usage={preview.usage} /> },
      ]}
    />
  )
  return (
    <Page
      isFilled
      header={
        <>
          <EditorHeader
            draft={draft}
            actions={
              <>
                <Button
                  variant="default"
                  leftSection={<IconHistory size={14} aria-hidden />}
                  component="a"
                  href={formatRoute(['templates', template.id, 'history'])}
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
            }
          />
          <SaveNotices draft={draft} />
        </>
      }
    >
      <SplitPane
        id="template"
        panes={[
          { id: 'text', size: '56%', min: '25%', content: text },
          { id: 'result', min: '20%', content: result },
        ]}
      />
      <SaveVersion draft={draft} isOpen={isSaving} onClose={() => setSaving(false)} />
    </Page>
  )
}

function useEditorCommands(id: string, save: () => void) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: save only sets a state
  const commands = useMemo(
    () => [
      {
        id: 'template.saveVersion',
        title: 'Save version',
        group: 'Template',
        icon: IconDeviceFloppy,
        shortcut: 'mod+s',
        run: save,
      },
      {
        id: 'template.history',
        title: 'History of this template',
        group: 'Template',
        icon: IconHistory,
        shortcut: 'alt+h',
        keywords: 'versions diff restore',
        run: () => navigate(formatRoute(['templates', id, 'history'])),
      },
    ],
    [id],
  )
  useCommands(commands)
}
