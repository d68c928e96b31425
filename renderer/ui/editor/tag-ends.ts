import type { editor, IDisposable } from 'monaco-editor/editor'
import { monaco } from './monaco.ts'

type StandaloneEditor = editor.IStandaloneCodeEditor
type Ends = editor.IEditorDecorationsCollection

/** What Monaco writes when an opened tag is closed for the writer: the key typed, then the end. */
const written = /^[{%#]( [}%#]\})$/u
const tagEnd = /[}%#]\}$/u

/**
 * Monaco types over a closing bracket only where it is one character. The end of a tag is three, so
 * that whoever writes `{{ name }}` whole would be left with ` }}` behind it, in the prompt itself.
 * This takes the written end away when the same end is typed in front of it, and leaves every end
 * that the writer made.
 */
export function typeOverTagEnds(instance: StandaloneEditor): IDisposable {
  const ends = instance.createDecorationsCollection()
  const changes = instance.onDidChangeModelContent((event) => {
    if (event.isFlush) ends.clear()
    if (event.isFlush || event.isUndoing || event.isRedoing) return
    for (const { rangeOffset, text } of event.changes) remember(instance, ends, rangeOffset, text)
    // A listener to changes must not make one: the caret has not moved yet.
    if (event.changes.some(({ text }) => text === '}')) {
      queueMicrotask(() => takeEndAfterCaret(instance, ends))
    }
  })
  return {
    dispose() {
      changes.dispose()
      ends.clear()
    },
  }
}

function remember(instance: StandaloneEditor, ends: Ends, offset: number, text: string): void {
  const model = instance.getModel()
  const end = written.exec(text)?.[1]
  if (model === null || end === undefined) return
  const start = model.getPositionAt(offset + 1)
  const range = monaco.Range.fromPositions(start, start.delta(0, end.length))
  // Text typed before it must push it on instead of growing it.
  const stickiness = monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges
  ends.append([{ range, options: { stickiness } }])
}

/** No stop for undo between the key and this: undo takes back both. */
function takeEndAfterCaret(instance: StandaloneEditor, ends: Ends): void {
  const model = instance.getModel()
  const caret = instance.getPosition()
  if (model === null || caret === null) return
  const typed = tagEnd.exec(model.getLineContent(caret.lineNumber).slice(0, caret.column - 1))?.[0]
  const range = ends
    .getRanges()
    .find(
      (end) => end.getStartPosition().equals(caret) && model.getValueInRange(end).trim() === typed,
    )
  if (range === undefined) return
  instance.executeEdits('tag-end', [{ range, text: null }], [monaco.Selection.fromPositions(caret)])
}
