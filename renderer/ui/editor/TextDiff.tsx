import { useComputedColorScheme } from '@mantine/core'
import { DiffEditor } from '@monaco-editor/react'
import { Loading } from '../State.tsx'
import './monaco.ts'
import { editorOptions } from './options.ts'

interface TextDiffProps {
  before: string
  after: string
  language?: 'jinja' | 'plaintext'
}

/** Two texts side by side; one column in a narrow place. */
export function TextDiff({ before, after, language = 'jinja' }: TextDiffProps) {
  const scheme = useComputedColorScheme('light')
  return (
    <DiffEditor
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
        originalAriaLabel: 'Before',
        modifiedAriaLabel: 'After',
        renderOverviewRuler: false,
      }}
    />
  )
}
