import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { CheckResultView } from '#shared/contract/guardrail.ts'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type { CompiledGuardrails } from '#shared/domain/guardrails/engine.ts'
import { rpc } from '../../../rpc/page.ts'
import { readFailure } from '../../../rpc/problem.ts'
import type { OpenDraft } from '../drafts.ts'
import type { Problem } from '../editor/Problems.tsx'
import { type Bindings, PreviewFailure } from './engine.ts'
import { renderChecked, useGuardrails } from './guardrails.ts'
import { readText, type Usage } from './usage.ts'

/** What became of the text on screen. */
export type Outcome =
  | { readonly kind: 'pending' }
  /** The guardrails could not be asked for. */
  | { readonly kind: 'unavailable'; readonly error: unknown; readonly retry: () => void }
  | { readonly kind: 'success'; readonly rendered: Rendered; readonly checks: CheckResultView }
  | { readonly kind: 'blocked'; readonly checks: CheckResultView }
  | { readonly kind: 'failure'; readonly problem: Problem }

export interface Preview {
  readonly outcome: Outcome
  /** From reading the text and from rendering it. */
  readonly problems: readonly Problem[]
  /** Null for templates of another dialect than Jinja2: those are read by their own library. */
  readonly usage: Usage | null
}

/** One frame of patience: who types faster than this does not read the preview in between. */
const PATIENCE_MS = 30

const PENDING: Outcome = { kind: 'pending' }

/** The preview of what is on screen, a moment after each key. */
export function usePreview(draft: OpenDraft): Preview {
  const { content, bindings } = draft
  const typed = useMemo(() => ({ content, bindings }), [content, bindings])
  const [settled] = useDebouncedValue(typed, PATIENCE_MS, { leading: true })
  const guardrails = useGuardrails()
  const compiled = guardrails.state === 'ready' ? guardrails.value : null
  const rendered = useOutcome(settled.content, settled.bindings, compiled, draft)
  const outcome: Outcome = useMemo(
    () =>
      guardrails.state === 'failed'
        ? { kind: 'unavailable', error: guardrails.error, retry: guardrails.retry }
        : rendered,
    [guardrails, rendered],
  )
  const read = useMemo(
    () => (settled.content.dialect === 'jinja2' ? readText(settled.content) : null),
    [settled.content],
  )
  const problems = useMemo(
    () => merge(read?.problems ?? [], outcome.kind === 'failure' ? [outcome.problem] : []),
    [read, outcome],
  )
  return { outcome, problems, usage: read?.usage ?? null }
}

function useOutcome(
  content: Content,
  bindings: Bindings,
  guardrails: CompiledGuardrails | null,
  { template }: OpenDraft,
): Outcome {
  const [outcome, setOutcome] = useState(PENDING)
  useEffect(() => {
    if (guardrails === null) return
    let isCurrent = true
    const work =
      content.dialect === 'jinja2'
        ? previewHere(guardrails, content, bindings, template)
        : previewInCore(content, bindings, template.name)
    // What is no template error is a fault of ours: thrown in rendering, so that the boundary shows it.
    work
      .then((next) => isCurrent && setOutcome(next))
      .catch((error) =>
        setOutcome(() => {
          throw error
        }),
      )
    return () => {
      isCurrent = false
    }
  }, [guardrails, content, bindings, template])
  return outcome
}

async function previewHere(
  guardrails: CompiledGuardrails,
  content: Content,
  bindings: Bindings,
  template: OpenDraft['template'],
): Promise<Outcome> {
  try {
    const { checks, ...rest } = await renderChecked(guardrails, content, bindings, template)
    return { ...rest, checks }
  } catch (error) {
    if (error instanceof PreviewFailure) return { kind: 'failure', problem: error.problem }
    throw error
  }
}

/** Templates of the nunjucks dialect are rendered by the core, in its killable child. */
async function previewInCore(content: Content, bindings: Bindings, name: string): Promise<Outcome> {
  try {
    const source = { content, name }
    const outcome = await rpc.render.preview({ source, bindings, withGuardrails: true })
    if (outcome.kind === 'failure') return failed(outcome.message, outcome.problem.where)
    const { guardrails: checks, ...rest } = outcome
    return { ...rest, checks }
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
