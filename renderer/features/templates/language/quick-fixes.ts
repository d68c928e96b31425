import type { editor, languages } from 'monaco-editor/editor'
import { monaco } from '../../../ui/editor/monaco.ts'
import { useDrafts } from '../drafts.ts'
import type { Problem } from '../editor/Problems.tsx'
import { declare, removeDeclarations } from '../inputs/declarations.ts'
import { usageOf } from '../preview/used.ts'
import { openText } from './open-texts.ts'
import { sourceOf } from './source.ts'

/** Runs a mend that changes the declarations and not the text: `(draft, declaration)`. */
const COMMAND = 'galley.mendDeclaration'

type Declaration = NonNullable<Problem['declaration']>

/** Makes text and input schema agree on a variable: declared as the text uses it, or taken out. */
function mendDeclaration(draft: string, { name, is }: Declaration): void {
  if (is === 'unused') {
    removeDeclarations(draft, [name])
    return
  }
  const source = sourceOf(draft)
  const open = useDrafts.getState().open[draft]
  declare(draft, [name], source && open ? usageOf(source.analysis(), open.bindings) : null)
}

type Action = Omit<languages.CodeAction, 'diagnostics'>

/** What the name in this place should have been. */
function change(model: editor.ITextModel, { suggestion, ...at }: Problem): Action[] {
  if (suggestion === undefined) return []
  const range = rangeOf(at)
  const textEdit = { range, text: suggestion }
  const edits = [{ resource: model.uri, versionId: model.getVersionId(), textEdit }]
  return [{ title: `Change to “${suggestion}”`, isPreferred: true, edit: { edits } }]
}

function mend(draft: string, { declaration, suggestion }: Problem): Action[] {
  if (declaration === undefined) return []
  const { name, is } = declaration
  const title =
    is === 'missing'
      ? `Declare “${name}” in the input schema`
      : `Remove the unused “${name}” from the input schema`
  const command = { id: COMMAND, title, arguments: [draft, declaration] }
  return [{ title, isPreferred: suggestion === undefined, command }]
}

const rangeOf = ({ line, column, endLine, endColumn }: Omit<Problem, 'severity' | 'message'>) =>
  new monaco.Range(line, column, endLine, endColumn)

const quickFixes: languages.CodeActionProvider = {
  provideCodeActions(model, range, { markers }) {
    const open = openText(model.uri.path)
    const here = (open?.problems ?? []).filter((problem) =>
      monaco.Range.areIntersectingOrTouching(rangeOf(problem), range),
    )
    const actions = here
      .flatMap((problem) => [...change(model, problem), ...mend(open?.draft ?? '', problem)])
      .map((action) => ({ ...action, kind: 'quickfix', diagnostics: markers }))
    return { actions, dispose: () => undefined }
  },
}

/** Registers the quick fixes of template texts; once for all editors. */
export function provideQuickFixes(): void {
  monaco.editor.registerCommand(COMMAND, (_accessor, draft: string, declaration: Declaration) =>
    mendDeclaration(draft, declaration),
  )
  const options = { providedCodeActionKinds: ['quickfix'] }
  monaco.languages.registerCodeActionProvider('jinja', quickFixes, options)
}
