import { useComputedColorScheme } from '@mantine/core'
import { DiffEditor } from '@monaco-editor/react'
import type { editor } from 'monaco-editor/editor'
import { useEffect, useRef } from 'react'
import { Loading } from '../State.tsx'
import { monaco } from './monaco.ts'
import { editorOptions } from './options.ts'

interface TextDiffProps {
  before: string
  after: string
  /** What each side is, for screen readers. */
  labels?: readonly [string, string]
  language?: 'jinja' | 'plaintext' | 'json'
}

/** Monaco takes the names of a difference's two editors away again whenever it lays them out. */
function keepName(side: editor.ICodeEditor, name: string): void {
  const put = () => {
    const isThere = side.getOption(monaco.editor.EditorOption.ariaLabel) === name
    if (!isThere) side.updateOptions({ ariaLabel: name })
  }
  put()
  side.onDidChangeConfiguration(put)
}

/**
 * Monaco switches wrapping off on the left while both sides do not fit beside each other, which is so
 * at first, and forgets to switch it on again: half of a long line would be out of sight.
 */
function keepWrapping(left: editor.ICodeEditor): void {
  const put = () => {
    const isSeen = left.getLayoutInfo().contentWidth > 100
    const isOff = left.getOption(monaco.editor.EditorOption.wordWrapOverride2) === 'off'
    if (isSeen && isOff) left.updateOptions({ wordWrapOverride2: 'inherit' })
  }
  put()
  left.onDidLayoutChange(put)
}

const SIDES = ['Before', 'After'] as const

/** Two texts side by side; one column in a narrow place. */
export function TextDiff({ before, after, labels = SIDES, language = 'jinja' }: TextDiffProps) {
  const scheme = useComputedColorScheme('light')
  const mounted = useRef<editor.IStandaloneDiffEditor | null>(null)
  useEffect(
    () => () => {
      // The wrapper would dispose of the texts before the editor that still shows them.
      const model = mounted.current?.getModel()
      mounted.current?.setModel(null)
      model?.original.dispose()
      model?.modified.dispose()
    },
    [],
  )
  return (
    <DiffEditor
      keepCurrentOriginalModel
      keepCurrentModifiedModel
      onMount={(instance) => {
        mounted.current = instance
        keepName(instance.getOriginalEditor(), labels[0])
        keepWrapping(instance.getOriginalEditor())
        keepName(instance.getModifiedEditor(), labels[1])
      }}
      height="100%"
      original={before}
      modified={after}
      language={language}
      theme={`galley-${scheme}`}
      loading={<Loading lines={4} />}
      options={{
        ...editorOptions,
        readOnly: true,
        renderSideBySide: true,
        useInlineViewWhenSpaceIsLimited: true,
        renderSideBySideInlineBreakpoint: 640,
        hideUnchangedRegions: { enabled: true, contextLineCount: 4 },
        renderOverviewRuler: false,
      }}
    />
  )
}
