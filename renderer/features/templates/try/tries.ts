import { create } from 'zustand'
import type { KeptTry, TryEvent } from '#shared/contract/model.ts'
import { connection, rpc } from '../../../rpc/page.ts'
import { tellUndo } from '../../../ui/ask.tsx'
import { createResources } from '../../../ui/resource.ts'
import { endJob, reportJob } from '../../../ui/shell/jobs.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { flush, useDrafts } from '../drafts.ts'
import type { SampleCase } from '../inputs/sample-case.ts'

type Checks = Extract<TryEvent, { kind: 'blocked' }>['guardrails']

/** A try that goes on, or one that ended without an answer that could be kept. */
export interface OpenTry {
  readonly key: string
  readonly model: string
  readonly text: string
  readonly state: 'running' | 'stopped' | 'blocked' | 'failed'
  readonly error: unknown
  readonly checks: Checks | null
}

/** Tries by template. They live outside of the page: leaving it stops none. */
export const useOpenTries = create<{ byTemplate: Readonly<Record<string, readonly OpenTry[]>> }>(
  () => ({ byTemplate: {} }),
)

/** Answers kept beside a template by its id, newest first. */
export const keptTries = createResources(
  async (template): Promise<KeptTry[]> => (await rpc.model.listTries({ template })).items,
)

/**
 * Asks again after a change elsewhere. Not while an answer is on its way here: it is kept a moment
 * before its stream ends, and would stand on screen twice; its end brings the list along.
 */
export function refreshTries(template: string): void {
  const open = useOpenTries.getState().byTemplate[template] ?? []
  if (open.every(({ state }) => state !== 'running')) keptTries.refresh(template)
}

const stops = new Map<string, AbortController>()
let made = 0

function patch(template: string, change: (tries: readonly OpenTry[]) => readonly OpenTry[]): void {
  useOpenTries.setState(({ byTemplate }) => ({
    byTemplate: { ...byTemplate, [template]: change(byTemplate[template] ?? []) },
  }))
}

const update = (template: string, key: string, change: Partial<OpenTry>) =>
  patch(template, (tries) => tries.map((one) => (one.key === key ? { ...one, ...change } : one)))

export const dropTry = (template: string, key: string): void =>
  patch(template, (tries) => tries.filter((one) => one.key !== key))

/** Asks a model with the draft as it is on screen; resolves when the answer ended or was stopped. */
export async function startTry(
  template: string,
  model: string,
  sample: SampleCase | null,
): Promise<void> {
  made += 1
  const key = `try-${made}`
  const stop = new AbortController()
  stops.set(key, stop)
  const begun: OpenTry = { key, model, text: '', state: 'running', error: null, checks: null }
  patch(template, (tries) => [begun, ...tries])
  const name = useDrafts.getState().open[template]?.template.name ?? 'template'
  reportJob({
    id: key,
    title: `Trying ${name}`,
    href: formatRoute(['templates', template]),
    done: 0,
    total: 0,
    remainingMs: null,
    isOfPage: true,
    stop: () => stopTry(key),
  })
  try {
    // What is asked is the saved draft: then the answer can be kept beside it.
    await flush(template)
    await listen(template, key, model, sample, stop.signal)
  } catch (error) {
    const isStopped = stop.signal.aborted && connection.state === 'connected'
    update(template, key, isStopped ? { state: 'stopped' } : { state: 'failed', error })
  } finally {
    stops.delete(key)
    endJob(key)
  }
}

async function listen(
  template: string,
  key: string,
  model: string,
  sample: SampleCase | null,
  signal: AbortSignal,
): Promise<void> {
  const bindings = useDrafts.getState().open[template]?.bindings ?? {}
  const asked = { source: { template }, model, bindings, ...(sample ? { case: sample } : {}) }
  let text = ''
  for await (const event of await rpc.model.try(asked, { signal })) {
    if (event.kind === 'text') {
      text += event.text
      update(template, key, { text })
    } else if (event.kind === 'blocked') {
      update(template, key, { state: 'blocked', checks: event.guardrails })
    } else {
      // The kept answer takes the place of the open one in one step.
      keptTries.put(template, (await rpc.model.listTries({ template })).items)
      dropTry(template, key)
    }
  }
  if (signal.aborted) throw signal.reason
}

/** Ends a try; what came so far stays on screen. */
export function stopTry(key: string): void {
  stops.get(key)?.abort(new Error('Stopped by a person.'))
}

/** Takes a kept answer away; a click brings it back. */
export async function removeTry({ id, template }: KeptTry): Promise<void> {
  await rpc.model.archiveTry({ id })
  keptTries.refresh(template)
  tellUndo('The answer was taken away.', () => {
    void rpc.model.archiveTry({ id, isArchived: false }).then(() => keptTries.refresh(template))
  })
}
