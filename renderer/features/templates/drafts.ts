import { create } from 'zustand'
import { type Content, contentSchema, type Template } from '#shared/contract/template.ts'
import { connection, rpc } from '../../rpc/page.ts'
import { readFailure } from '../../rpc/problem.ts'
import { tellUndo } from '../../ui/ask.tsx'
import { reportSaving } from '../../ui/shell/saving.ts'
import { createAutosave } from './autosave.ts'

type Bindings = Template['sampleBindings']

/** A template on screen: what the core has, and what is typed on top of it. */
export interface OpenDraft {
  /** As the core last told it. */
  readonly template: Template
  /** What is on screen. */
  readonly content: Content
  readonly bindings: Bindings
  readonly revision: number
  /** The last save was refused; what is typed is kept here. */
  readonly error: unknown
  /** Another tab or program saved in between: what it saved. */
  readonly theirs: Template | null
  /** The next save goes over theirs, which the core then keeps as a recovery copy. */
  readonly isOverTheirs: boolean
}

interface Drafts {
  readonly open: Readonly<Record<string, OpenDraft>>
  readonly failures: Readonly<Record<string, unknown>>
}

export const useDrafts = create<Drafts>(() => ({ open: {}, failures: {} }))

const draftOf = (id: string) => useDrafts.getState().open[id]

/** A draft that is open; pages below the one that opens it may count on it. */
export function useDraft(id: string): OpenDraft {
  return useDraftPart(id, (draft) => draft)
}

/** A part of an open draft: who takes less is drawn less often. */
export function useDraftPart<Part>(id: string, part: (draft: OpenDraft) => Part): Part {
  return useDrafts(({ open }) => {
    const draft = open[id]
    if (draft === undefined) throw new Error(`The draft of template ${id} is not open.`)
    return part(draft)
  })
}

function patch(id: string, change: Partial<OpenDraft>): void {
  useDrafts.setState(({ open }) => {
    const draft = open[id]
    return draft === undefined ? {} : { open: { ...open, [id]: { ...draft, ...change } } }
  })
}

/** Puts what the core says in place of everything on screen. */
export function adopt(template: Template): void {
  autosave.forget(template.id)
  const { content, revision } = template.draft
  const { sampleBindings: bindings } = template
  const saving = { error: null, theirs: null, isOverTheirs: false }
  const draft = { template, content, bindings, revision, ...saving }
  useDrafts.setState(({ open, failures }) => ({
    open: { ...open, [template.id]: draft },
    failures: { ...failures, [template.id]: undefined },
  }))
}

/** Opens a template; what is typed and not saved yet wins over what the core has. */
export async function openTemplate(id: string): Promise<void> {
  if (draftOf(id) !== undefined) {
    await followTemplate(id)
    return
  }
  try {
    const template = await rpc.template.get({ template: id })
    adopt(template)
  } catch (error) {
    useDrafts.setState(({ failures }) => ({ failures: { ...failures, [id]: error } }))
  }
}

/** After a change elsewhere: shows it at once, unless something is typed here. Gives what the core has. */
export async function followTemplate(id: string): Promise<Template | null> {
  const before = draftOf(id)
  const template = await rpc.template.get({ template: id }).catch(() => null)
  if (template !== null && before !== undefined) follow(before, template)
  return template
}

function follow(before: OpenDraft, template: Template): void {
  const { id } = template
  const mine = draftOf(id)
  if (mine === undefined) return
  // Typed or saved since the question: the answer is old, and the save brings a change of its own.
  const { content, bindings, revision } = before
  if (mine.content !== content || mine.bindings !== bindings || mine.revision !== revision) return
  if (autosave.isPending(id)) patch(id, { template })
  else if (template.draft.revision > mine.revision) adopt(template)
  else patch(id, keepSame(mine, template))
}

/** What did not change stays the same object: it is neither saved nor drawn again. */
function keepSame({ content, bindings }: OpenDraft, template: Template): Partial<OpenDraft> {
  const isSame = JSON.stringify(bindings) === JSON.stringify(template.sampleBindings)
  const sampleBindings = isSame ? bindings : template.sampleBindings
  const draft = { ...template.draft, content }
  return { template: { ...template, draft, sampleBindings }, bindings: sampleBindings }
}

/** Changes the draft on screen; it is saved within a second. */
export function editContent(id: string, change: (content: Content) => Content): void {
  const draft = draftOf(id)
  if (draft === undefined) return
  patch(id, { content: change(draft.content) })
  autosave.touch(id)
}

/** Changes the sample values of the preview; they are no part of any version. */
export function editBindings(id: string, change: (bindings: Bindings) => Bindings): void {
  const draft = draftOf(id)
  if (draft === undefined) return
  patch(id, { bindings: change(draft.bindings) })
  autosave.touch(id)
}

function withPartialsOf(content: Content, { partials }: Content): Content {
  if (JSON.stringify(content.partials) === JSON.stringify(partials)) return content
  const { partials: _, ...own } = content
  return partials === undefined ? own : { ...own, partials }
}

async function save(id: string): Promise<void> {
  const draft = draftOf(id)
  if (draft === undefined || draft.theirs !== null) return
  const { content, bindings, template } = draft
  if (content !== template.draft.content) {
    // Checked here first: a half-typed name is no reason to ask the core.
    const valid = contentSchema.parse(content)
    const saved = await rpc.template.updateDraft({
      template: id,
      content: valid,
      revision: draft.revision,
      keepsReplaced: draft.isOverTheirs,
    })
    const now = draftOf(id)
    if (now === undefined) return
    // The core takes over the partials that the text names; the rest is as it was sent.
    const stored = withPartialsOf(content, saved.content)
    patch(id, {
      revision: saved.revision,
      error: null,
      isOverTheirs: false,
      content: now.content === content ? stored : withPartialsOf(now.content, saved.content),
      template: { ...now.template, draft: { ...saved, content: stored }, isDraftChanged: true },
    })
  }
  if (bindings !== template.sampleBindings) {
    await rpc.template.update({ template: id, sampleBindings: bindings })
    const now = draftOf(id)
    if (now) patch(id, { template: { ...now.template, sampleBindings: bindings }, error: null })
  }
}

/** A lost race: nothing is overwritten, the person decides. */
async function onSaveFailed(id: string, error: unknown): Promise<void> {
  if (readFailure(error).code !== 'conflict') {
    patch(id, { error })
    return
  }
  const theirs = await rpc.template.get({ template: id }).catch(() => null)
  if (theirs !== null) patch(id, { theirs, error: null })
}

/** Another writer, a full disk, a restore: with these, as without a line, a later attempt may succeed. */
const passing = ['offline', 'internal', 'workspace_unusable']
const isFinal = (error: unknown) => !passing.includes(readFailure(error).code)

const autosave = createAutosave({
  save,
  onFailed: onSaveFailed,
  isFinal,
  onState: (id, state) => reportSaving(`templates/${id}`, state),
})

connection.subscribe(() => {
  if (connection.state === 'connected') autosave.retryAll()
})

/** Writes down what is typed, now. Rejects when the core refuses it. */
export async function flush(id: string): Promise<void> {
  await autosave.flush(id)
}

/** Ends a conflict: what is on screen is saved over theirs, which stays among the recovery copies. */
export function keepMine(id: string): void {
  const draft = draftOf(id)
  if (draft?.theirs == null) return
  const { content, revision } = draft.theirs.draft
  patch(id, { revision, theirs: null, isOverTheirs: true })
  autosave.touch(id)
  tellUndo('Your text takes the place of the other one.', () => editContent(id, () => content))
}

/** Ends a conflict the other way: what is on screen is let go. */
export function takeTheirs(id: string): void {
  const theirs = draftOf(id)?.theirs
  if (theirs) adopt(theirs)
}
