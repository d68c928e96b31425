import type { editor, languages, Position } from 'monaco-editor/editor'
import {
  type Completion,
  callAt,
  completeAt,
  definitionAt,
  describeAt,
  nameProblem,
  renamingAt,
  variableAt,
} from '#shared/render/language.ts'
import { monaco } from '../../../ui/editor/monaco.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { type OpenText, openText } from './open-texts.ts'
import { provideQuickFixes } from './quick-fixes.ts'
import { rename } from './renaming.ts'
import { partialNames, sourceOf, templateNamed } from './source.ts'

type Model = editor.ITextModel

/** The editor's text and caret as the language service takes them; null for editors of other texts. */
function placeIn(model: Model, position: Position) {
  const open = openText(model.uri.path)
  return open ? { open, text: model.getValue(), offset: model.getOffsetAt(position) } : null
}

const rangeIn = (model: Model, { from, to }: { from: number; to: number }) =>
  monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to))

/** Other templates matter only where one is named. */
async function sourceAt({ draft }: OpenText, text: string, offset: number) {
  const isNamed = definitionAt(text, offset)?.kind === 'partial'
  return sourceOf(draft, isNamed ? await partialNames(draft) : [])
}

const kinds: Record<Completion['kind'], keyof typeof languages.CompletionItemKind> = {
  variable: 'Variable',
  attribute: 'Field',
  method: 'Method',
  filter: 'Function',
  test: 'Operator',
  global: 'Function',
  macro: 'Module',
  partial: 'File',
  keyword: 'Keyword',
}

/** What the template itself brings comes before what every template has. */
const ranks: Record<Completion['kind'], string> = {
  variable: '1',
  attribute: '1',
  macro: '2',
  partial: '1',
  filter: '3',
  test: '3',
  method: '4',
  global: '5',
  keyword: '6',
}

const completion: languages.CompletionItemProvider = {
  triggerCharacters: ['.', '|', '{', '%', ' ', '"', "'"],
  async provideCompletionItems(model, position) {
    const place = placeIn(model, position)
    const source = place && (await sourceAt(place.open, place.text, place.offset))
    const found = place && source ? completeAt(source, place.text, place.offset) : null
    if (found === null) return { suggestions: [] }
    const range = rangeIn(model, found)
    return {
      suggestions: found.items.map((item) => ({
        label: { label: item.label, description: item.detail === item.label ? '' : item.detail },
        kind: monaco.languages.CompletionItemKind[kinds[item.kind]],
        detail: item.detail,
        documentation: item.doc,
        insertText: item.label,
        sortText: `${item.isFirst ? '0' : ranks[item.kind]}${item.label}`,
        filterText: item.label,
        range,
      })),
    }
  },
}

const signatureHelp: languages.SignatureHelpProvider = {
  signatureHelpTriggerCharacters: ['(', ','],
  signatureHelpRetriggerCharacters: [')', '='],
  provideSignatureHelp(model, position) {
    const place = placeIn(model, position)
    const help = place && callAt(place.text, place.offset)
    if (!help) return null
    const { label, parameters } = help.signature
    const signature = {
      label,
      documentation: help.doc,
      parameters: parameters.map((parameter) => ({ label: parameter })),
    }
    const value = { signatures: [signature], activeSignature: 0, activeParameter: help.active }
    return { value, dispose: () => undefined }
  },
}

const hover: languages.HoverProvider = {
  async provideHover(model, position) {
    const place = placeIn(model, position)
    const source = place && (await sourceAt(place.open, place.text, place.offset))
    const said = place && source ? describeAt(source, place.text, place.offset) : null
    if (said === null) return null
    // As code and as plain text: a description is the author's and no markup of ours.
    const text = said.text.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&')
    return {
      range: rangeIn(model, said),
      contents: [{ value: `\`\`\`\n${said.code}\n\`\`\`` }, { value: text }],
    }
  },
}

/** Stands for another template: Monaco shows its text on hover, and opening it goes to its page. */
function templateUri(name: string) {
  const uri = monaco.Uri.from({ scheme: 'galley-template', path: `/${name}` })
  if (monaco.editor.getModel(uri) === null) {
    monaco.editor.createModel(`Template “${name}”`, 'plaintext', uri)
  }
  return uri
}

const definition: languages.DefinitionProvider = {
  provideDefinition(model, position) {
    const place = placeIn(model, position)
    const found = place && definitionAt(place.text, place.offset)
    if (!found) return null
    const originSelectionRange = rangeIn(model, found.origin)
    if (found.kind === 'partial') {
      const range = new monaco.Range(1, 1, 1, 1)
      return [{ uri: templateUri(found.name), range, originSelectionRange }]
    }
    const range = rangeIn(model, { from: found.at, to: found.at + found.name.length })
    return [{ uri: model.uri, range, originSelectionRange }]
  },
}

const opener: editor.ICodeEditorOpener = {
  openCodeEditor(_from, resource) {
    if (resource.scheme !== 'galley-template') return false
    void templateNamed(resource.path.slice(1)).then((id) => {
      if (id !== undefined) navigate(formatRoute(['templates', id]))
    })
    return true
  },
}

const renaming: languages.RenameProvider = {
  resolveRenameLocation(model, position) {
    const place = placeIn(model, position)
    const token = place && variableAt(place.text, place.offset)
    const range = new monaco.Range(1, 1, 1, 1)
    if (!token)
      return { range, text: '', rejectReason: 'Only variables and macros can be renamed.' }
    return { range: rangeIn(model, token), text: token.name }
  },
  provideRenameEdits(model, position, newName) {
    const place = placeIn(model, position)
    const source = place && sourceOf(place.open.draft)
    const rejectReason = nameProblem(newName)
    if (rejectReason !== null) return { edits: [], rejectReason }
    const found = place && source && renamingAt(source, place.open.textIndex, place.offset)
    // The draft is changed, not the editors: messages out of sight have none.
    if (place && found) rename(place.open.draft, found, newName)
    return { edits: [] }
  },
}

let isProvided = false

/** Registers the help for template texts, once for all editors. */
export function provideHelp(): void {
  if (isProvided) return
  isProvided = true
  const { languages: all, editor: editors } = monaco
  all.registerCompletionItemProvider('jinja', completion)
  all.registerSignatureHelpProvider('jinja', signatureHelp)
  all.registerHoverProvider('jinja', hover)
  all.registerDefinitionProvider('jinja', definition)
  all.registerRenameProvider('jinja', renaming)
  provideQuickFixes()
  editors.registerEditorOpener(opener)
}
