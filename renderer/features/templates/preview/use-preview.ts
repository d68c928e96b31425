import { useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Content } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { readFailure } from '../../../rpc/problem.ts'
import type { OpenDraft } from '../drafts.ts'
import type { Problem } from '../editor/Problems.tsx'
import type { Bindings } from './engine.ts'
import type { Flag } from './flag.ts'
import { useFlags } from './flags.ts'
import { guardrailList } from './guardrails.ts'
import { createPreviewer } from './previewer.ts'
import type { Shown } from './protocol.ts'
import type { Reading } from './usage.ts'
import type { Usage } from './used.ts'

/** What became of the text on screen. */
export type Outcome =
  | { readonly kind: 'pending' }
  /** The guardrails could not be asked for. */
  | { readonly kind: 'unavailable'; readonly error: unknown; readonly retry: () => void }
  | Shown

export interface Preview {
  readonly outcome: Outcome
  /** From reading the text and from rendering it. */
  readonly problems: readonly Problem[]
  /** Null for templates of another dialect than Jinja2: those are read by their own library. */
  readonly usage: Usage | null
  /** Why sample values do not fit the schemas of their variables, by name. */
  readonly refusals: Reading['refusals']
  /** What guardrails say of places in the text. */
  readonly flags: readonly Flag[]
}

const NO_REFUSALS: Reading['refusals'] = {}
const PENDING: Outcome = { kind: 'pending' }

/** The preview of a text with its values, a moment after each key. */
export function usePreview(draft: OpenDraft): Preview {
  const { content, bindings, template } = draft
  const isOurs = content.dialect === 'jinja2'
  const here = usePreviewHere(isOurs ? content : null, bindings, template)
  const away = usePreviewInCore(isOurs ? null : content, bindings, template.name)
  const { outcome, reading } = isOurs ? here : { outcome: away, reading: null }
  const failure = outcome.kind === 'failure' ? outcome.problem : null
  const found = reading?.problems
  const problems = useMemo(
    () => merge(found ?? [], failure === null ? [] : [failure]),
    [found, failure],
  )
  const { usage = null, refusals = NO_REFUSALS } = reading ?? {}
  const list = guardrailList.use('all')
  const views = list.state === 'ready' ? list.value : null
  const flags = useFlags(draft, views, 'checks' in outcome ? outcome.checks.violations : undefined)
  return { outcome, problems, usage, refusals, flags }
}

/** A worker with the workspace's guardrails; another one when those change. */
function usePreviewer() {
  const list = guardrailList.use('all')
  const views = list.state === 'ready' ? list.value : null
  const [previewer, setPreviewer] = useState<ReturnType<typeof createPreviewer> | null>(null)
  useEffect(() => {
    if (views === null) return
    const made = createPreviewer(views)
    setPreviewer(made)
    return () => made.close()
  }, [views])
  return { list, previewer }
}

function usePreviewHere(
  content: Content | null,
  bindings: Bindings,
  { name, category, labels }: OpenDraft['template'],
): { outcome: Outcome; reading: Reading | null } {
  const { list, previewer } = usePreviewer()
  const [shown, setShown] = useState<Outcome>(PENDING)
  const [reading, setReading] = useState<Reading | null>(null)
  const names = labels.map(({ label }) => label).join('\n')
  useEffect(() => {
    if (previewer === null || content === null) return
    const template = { name, category, labels: names === '' ? [] : names.split('\n') }
    previewer.ask(
      { content, bindings, template },
      {
        // At once: as any other change it would wait behind what the editor does after a key.
        onShown: (next) => flushSync(() => setShown(next)),
        onRead: (next) => setReading((now) => settle(now, next)),
        // A fault of ours: thrown in rendering, so that the boundary shows it.
        onFault: (error) =>
          setShown(() => {
            throw error
          }),
      },
    )
  }, [previewer, content, bindings, name, category, names])
  const outcome: Outcome =
    list.state === 'failed' ? { kind: 'unavailable', error: list.error, retry: list.retry } : shown
  return { outcome, reading }
}

/** The parts that say the same as before stay the same objects. */
function settle(now: Reading | null, next: Reading): Reading {
  if (now === null) return next
  const usage = isSame(now.usage, next.usage) ? now.usage : next.usage
  const problems = isSame(now.problems, next.problems) ? now.problems : next.problems
  const refusals = isSame(now.refusals, next.refusals) ? now.refusals : next.refusals
  const isSettled = usage === now.usage && problems === now.problems && refusals === now.refusals
  return isSettled ? now : { usage, problems, refusals }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Templates of the nunjucks dialect are rendered by the core, in its killable child. */
function usePreviewInCore(content: Content | null, bindings: Bindings, name: string): Outcome {
  const [outcome, setOutcome] = useState(PENDING)
  useEffect(() => {
    if (content === null) return
    let isCurrent = true
    void previewInCore(content, bindings, name).then((next) => isCurrent && setOutcome(next))
    return () => {
      isCurrent = false
    }
  }, [content, bindings, name])
  return outcome
}

async function previewInCore(content: Content, bindings: Bindings, name: string): Promise<Outcome> {
  try {
    const source = { content, name }
    const outcome = await rpc.render.preview({ source, bindings, withGuardrails: true })
    if (outcome.kind === 'failure') return failed(outcome.message, outcome.problem.where)
    const { guardrails: checks, ...rest } = outcome
    return rest.kind === 'success'
      ? { ...rest, checks, replaced: [] }
      : { ...rest, checks, unsent: null }
  } catch (error) {
    const failure = readFailure(error)
    return failed(failure.message, failure.problem.where)
  }
}

interface Place {
  line?: number | undefined
  column?: number | undefined
  messageIndex?: number | undefined
}

function failed(message: string, where: Place = {}): Outcome {
  const { line = 1, column = 1, messageIndex = null } = where
  const place = { line, column, endLine: line, endColumn: column + 1, messageIndex }
  return { kind: 'failure', problem: { severity: 'error', message, ...place } }
}

const rank = { error: 0, warning: 1, info: 2 } as const

/** Reading and rendering find the same error: it is told once. Errors come first. */
function merge(found: readonly Problem[], rendering: readonly Problem[]): Problem[] {
  const isKnown = (problem: Problem) =>
    found.some(
      (other) =>
        other.severity === 'error' &&
        other.messageIndex === problem.messageIndex &&
        other.line === problem.line,
    )
  const all = [...rendering.filter((problem) => !isKnown(problem)), ...found]
  return all.sort((a, b) => rank[a.severity] - rank[b.severity])
}
