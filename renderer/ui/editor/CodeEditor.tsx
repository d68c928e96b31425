import { useComputedColorScheme } from '@mantine/core'
import Editor from '@monaco-editor/react'
import type { editor } from 'monaco-editor/editor'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Loading } from '../State.tsx'
import { notePlace, placeOf } from '../shell/places.ts'
import { type Highlight, type Mark, toDecoration, toMarker } from './marks.ts'
import { monaco } from './monaco.ts'
import { editorOptions } from './options.ts'
import { typeOverTagEnds } from './tag-ends.ts'

interface CodeEditorProps {
  /** Says what is edited, for screen readers. */
  label: string
  /** Names the text: its undo history and scroll place belong to this path. */
  path: string
  value: string
  onChange?: (value: string) => void
  language?: 'jinja' | 'plaintext' | 'json'
  marks?: readonly Mark[]
  /** Places with a ground of their own, and what is to be said of them on hover. */
  highlights?: readonly Highlight[] | undefined
  /** Grows with the text between these heights (pixels) instead of filling its place. */
  autoHeight?: { min: number; max: number }
  /** The text and its undo history outlive the editor, until `forgetTexts` is called. */
  isTextKept?: boolean
  /** Names the place of caret and scroll, to be there again when one comes back; left out: not kept. */
  keptAs?: string
  /** Puts the caret here each time a new object comes. */
  reveal?: { line: number; column: number } | null
}

/** Escape closes what is open first; only then it leaves. */
const IDLE =
  '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !editorHasSelection && !editorHasMultipleSelections && !markersNavigationVisible && !renameInputVisible && !inSnippetMode'

type StandaloneEditor = editor.IStandaloneCodeEditor

/** Monaco with Galley's language, themes and habits. Escape then Tab leaves it by keyboard. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, path, value, onChange, language = 'jinja', marks, autoHeight, reveal } = props
  const scheme = useComputedColorScheme('light')
  const [instance, setInstance] = useState<StandaloneEditor | null>(null)
  const height = useContentHeight(instance, autoHeight)
  useMarks(instance, marks)
  useHighlights(instance, props.highlights)
  useKeptView(instance, props.keptAs)
  useEffect(() => {
    if (!instance || language !== 'jinja') return
    const typing = typeOverTagEnds(instance)
    return () => typing.dispose()
  }, [instance, language])
  useEffect(() => {
    if (!instance || !reveal) return
    instance.setPosition({ lineNumber: reveal.line, column: reveal.column })
    instance.revealPositionInCenterIfOutsideViewport({
      lineNumber: reveal.line,
      column: reveal.column,
    })
    instance.focus()
  }, [instance, reveal])

  const way = useRef<HTMLSpanElement>(null)
  const mount = (mounted: StandaloneEditor) => {
    setInstance(mounted)
    mounted.addAction({
      id: 'galley.leave',
      label: 'Leave the editor',
      keybindings: [monaco.KeyCode.Escape],
      precondition: IDLE,
      run: () => way.current?.focus(),
    })
  }
  const isFixed = autoHeight === undefined
  const isReadOnly = onChange === undefined
  // The same object while nothing differs: the wrapper hands every other one to Monaco.
  const options = useMemo(
    () => ({
      ...editorOptions,
      ariaLabel: label,
      readOnly: isReadOnly,
      scrollBeyondLastLine: isFixed,
    }),
    [label, isReadOnly, isFixed],
  )
  const editor = (
    <Editor
      height={autoHeight ? height : '100%'}
      path={path}
      keepCurrentModel={props.isTextKept === true}
      value={value}
      language={language}
      theme={`galley-${scheme}`}
      loading={<Loading lines={3} />}
      options={options}
      onMount={mount}
      onChange={(next) => onChange?.(next ?? '')}
    />
  )
  return (
    <>
      {editor}
      <span ref={way} tabIndex={-1} />
    </>
  )
}

/** Lets go of kept texts whose path begins like this. */
export function forgetTexts(path: string): void {
  for (const model of monaco.editor.getModels()) {
    if (model.uri.path.startsWith(`/${path}`)) model.dispose()
  }
}

/** Height of the text, so that several editors can stand below one another and the page scrolls. */
function useContentHeight(
  instance: StandaloneEditor | null,
  bounds: { min: number; max: number } | undefined,
): number {
  const [height, setHeight] = useState(bounds?.min ?? 0)
  const min = bounds?.min ?? 0
  const max = bounds?.max ?? 0
  useEffect(() => {
    if (!instance || max === 0) return
    const adapt = () => setHeight(Math.max(min, Math.min(max, instance.getContentHeight())))
    adapt()
    const subscription = instance.onDidContentSizeChange(adapt)
    return () => subscription.dispose()
  }, [instance, min, max])
  return height
}

/** Caret and scroll as they were when this text was last shown; where it is shorter now, at its end. */
function useKeptView(instance: StandaloneEditor | null, key: string | undefined): void {
  const restored = useRef<StandaloneEditor | null>(null)
  useEffect(() => {
    if (!instance || key === undefined) return
    // Once an editor: a message that is moved gets another key and keeps its caret.
    const kept = restored.current === instance ? undefined : placeOf(key)
    restored.current = instance
    if (typeof kept === 'object') {
      instance.setPosition({ lineNumber: kept.line, column: kept.column })
      // By its line: how high that stands depends on a width that the editor may not have yet.
      instance.setScrollTop(instance.getTopForLineNumber(kept.topLine))
    }
    const note = () => {
      const position = instance.getPosition()
      if (position === null || !instance.getModel()) return
      const { lineNumber: line, column } = position
      const topLine = instance.getVisibleRanges()[0]?.startLineNumber ?? 1
      notePlace(key, { line, column, topLine })
    }
    const caret = instance.onDidChangeCursorPosition(note)
    const scroll = instance.onDidScrollChange(note)
    return () => {
      caret.dispose()
      scroll.dispose()
    }
  }, [instance, key])
}

/** Squiggles of this editor's text; they go when the editor goes. */
function useMarks(instance: StandaloneEditor | null, marks: readonly Mark[] | undefined): void {
  const owner = useRef('galley').current
  useEffect(() => {
    const model = instance?.getModel()
    if (!model || model.isDisposed()) return
    monaco.editor.setModelMarkers(model, owner, (marks ?? []).map(toMarker))
  }, [instance, marks, owner])
}

/** Coloured places; they move with the text until new ones come. */
function useHighlights(
  instance: StandaloneEditor | null,
  highlights: readonly Highlight[] | undefined,
): void {
  useEffect(() => {
    if (!instance || highlights === undefined || highlights.length === 0) return
    const shown = instance.createDecorationsCollection(highlights.map(toDecoration))
    return () => shown.clear()
  }, [instance, highlights])
}
