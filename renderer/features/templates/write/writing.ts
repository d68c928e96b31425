import { create } from 'zustand'
import type { Proposal } from '#shared/contract/model.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellUndo } from '../../../ui/ask.tsx'
import { endJob, reportJob } from '../../../ui/shell/jobs.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { editBindings, editContent, useDrafts } from '../drafts.ts'

/** What a model is writing, or has written, for a template; nothing of it is in the draft yet. */
export type Writing =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly stop: () => void }
  | { readonly state: 'ready'; readonly proposal: Proposal }
  | { readonly state: 'failed'; readonly error: unknown }

const IDLE: Writing = { state: 'idle' }

const useStore = create<{ byTemplate: Readonly<Record<string, Writing>> }>(() => ({
  byTemplate: {},
}))

/** Lives outside of the dialog: closing it or leaving the page loses nothing. */
export const useWriting = (template: string): Writing =>
  useStore(({ byTemplate }) => byTemplate[template] ?? IDLE)

const set = (template: string, writing: Writing) =>
  useStore.setState(({ byTemplate }) => ({ byTemplate: { ...byTemplate, [template]: writing } }))

interface Task {
  readonly model: string
  readonly task: string
  /** Changes what is there instead of writing anew. */
  readonly isChange: boolean
}

/** Asks a model to write; the answer waits until a person says yes or no. */
export async function startWriting(template: string, asked: Task): Promise<void> {
  const { model, task, isChange } = asked
  const draft = useDrafts.getState().open[template]
  if (draft === undefined) return
  const stop = new AbortController()
  const job = `write-${template}`
  const end = () => stop.abort()
  set(template, { state: 'running', stop: end })
  reportJob({
    id: job,
    title: `Writing ${draft.template.name}`,
    href: formatRoute(['templates', template]),
    done: 0,
    total: 0,
    remainingMs: null,
    isOfPage: true,
    stop: end,
  })
  try {
    const present = isChange ? { present: draft.content.body } : {}
    const proposal = await rpc.model.propose({ model, task, ...present }, { signal: stop.signal })
    set(template, { state: 'ready', proposal })
  } catch (error) {
    set(template, stop.signal.aborted ? IDLE : { state: 'failed', error })
  } finally {
    endJob(job)
  }
}

export const discardWriting = (template: string): void => set(template, IDLE)

/** The yes: puts the proposal into the draft; a click brings back what was there. */
export function keepWriting(template: string, { body, variables, sampleBindings }: Proposal): void {
  const draft = useDrafts.getState().open[template]
  if (draft === undefined) return
  const { content, bindings } = draft
  editContent(template, (now) => ({ ...now, dialect: 'jinja2', body, variables }))
  editBindings(template, (now) => ({ ...now, ...sampleBindings }))
  discardWriting(template)
  tellUndo('The draft is now what the model wrote.', () => {
    editContent(template, () => content)
    editBindings(template, () => bindings)
  })
}
