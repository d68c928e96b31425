import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type { CheckResult } from '#shared/domain/guardrails/engine.ts'
import { rpc } from '../../../rpc/page.ts'
import { readFailure } from '../../../rpc/problem.ts'
import type { OpenDraft } from '../drafts.ts'
import type { Problem } from '../editor/Problems.tsx'
import { type Analysis, analyseInPage, type Bindings, renderInPage } from './engine.ts'
import { checkRendered, useGuardrails } from './guardrails.ts'

export interface Preview {
  readonly rendered: Rendered | null
  /** From reading the text and from rendering it, errors first. */
  readonly problems: readonly Problem[]
  readonly findings: CheckResult | null
  /** Null for templates of another dialect than Jinja2: those are read by their own library. */
  readonly usage: Analysis | null
}

/** One frame of patience: faster typists than this do not read the preview in between. */
const PATIENCE_MS = 40

/** The preview of what is on screen, a moment after each key. */
export function usePreview(draft: OpenDraft): Preview {
  const { content, bindings, template } = draft
  const [settled] = useDebouncedValue({ content, bindings }, PATIENCE_MS, { leading: true })
  const guardrails = useGuardrails()
  const isOurs = settled.content.dialect === 'jinja2'
  const remote = useRemotePreview(isOurs ? null : settled.content, settled.bindings)

  const local = useMemo(
    () => (isOurs ? previewHere(settled.content, settled.bindings, template.name) : null),
    [isOurs, settled, template.name],
  )
  const { rendered, problems, usage } = local ?? remote
  const findings = useMemo(
    () =>
      rendered === null || guardrails === null
        ? null
        : checkRendered(guardrails, rendered, settled.content, settled.bindings, template),
    [guardrails, rendered, settled, template],
  )
  return { rendered, problems, usage, findings }
}

type WithoutFindings = Omit<Preview, 'findings'>

function previewHere(content: Content, bindings: Bindings, name: string): WithoutFindings {
  const usage = analyseInPage(content)
  const known = usage.problems.map(
    (problem): Problem => ({ ...problem, messageIndex: problem.messageIndex ?? null }),
  )
  const out = renderInPage(content, bindings, name)
  if (out.kind === 'rendered') return { rendered: out.rendered, problems: known, usage }
  // A syntax error is found by both; it is told once.
  const isKnown = known.some(
    (problem) =>
      problem.severity === 'error' &&
      problem.messageIndex === out.problem.messageIndex &&
      problem.line === out.problem.line,
  )
  return { rendered: null, problems: isKnown ? known : [out.problem, ...known], usage }
}

const nothing: WithoutFindings = { rendered: null, problems: [], usage: null }

/** Templates of the nunjucks dialect are rendered by the core, in its killable child. */
function useRemotePreview(content: Content | null, bindings: Bindings): WithoutFindings {
  const [preview, setPreview] = useState(nothing)
  useEffect(() => {
    if (content === null) return
    let isCurrent = true
    const show = (next: WithoutFindings) => isCurrent && setPreview(next)
    rpc.render
      .preview({ source: { content }, bindings, withGuardrails: false })
      .then((outcome) => {
        if (outcome.kind === 'success') show({ ...nothing, rendered: outcome.rendered })
        if (outcome.kind === 'failure') show(failed(outcome.message, outcome.problem.where))
      })
      .catch((error) => {
        const failure = readFailure(error)
        show(failed(failure.message, failure.problem.where))
      })
    return () => {
      isCurrent = false
    }
  }, [content, bindings])
  return preview
}

interface Place {
  line?: number | undefined
  column?: number | undefined
  messageIndex?: number | undefined
}

function failed(message: string, where: Place = {}): WithoutFindings {
  const { line = 1, column = 1, messageIndex = null } = where
  const place = { line, column, endLine: line, endColumn: column + 1, messageIndex }
  return { ...nothing, problems: [{ severity: 'error', message, ...place }] }
}
