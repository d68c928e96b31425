import '../../../ui/no-eval.ts'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { Content } from '#shared/contract/template.ts'
import { analyse } from '#shared/render/analysis.ts'
import { compileViews } from './checked.ts'
import type { Flag, FlagJob } from './flag.ts'
import { type Violation, wordsOf } from './found.ts'

// Apart from the worker of the preview: that one has to be free for the next key.

let known: { views: readonly GuardrailView[]; text: string } | null = null
let guardrails: ReturnType<typeof compileViews> | null = null

self.onmessage = ({ data }: MessageEvent<FlagJob>) => {
  work(data).then(
    (flags) => self.postMessage(flags),
    (error: unknown) => {
      throw error
    },
  )
}

async function work({ views, content, template, violations }: FlagJob): Promise<Flag[]> {
  const text = JSON.stringify(views)
  if (known?.text !== text || guardrails === null) {
    known = { views, text }
    guardrails = compileViews(views)
  }
  const texts =
    content.body.kind === 'text'
      ? [content.body.text]
      : content.body.messages.map((one) => ('content' in one ? one.content : ''))
  const isOne = content.body.kind === 'text'
  const flags: Flag[] = []
  for (const [index, own] of texts.entries()) {
    // Judged as a text that nobody wrote: an author may say anything, but wants to know it.
    const asked = { stage: 'prompt' as const, text: own, templateText: '', template }
    const found = guardrails.mustWait ? await guardrails.checkAsync(asked) : guardrails.check(asked)
    for (const violation of found.violations) {
      if (violation.variable !== null || violation.end - violation.start === own.length) continue
      flags.push({
        kind: 'text',
        action: violation.action,
        title: wordsOf(violation),
        messageIndex: isOne ? null : index,
        ...placeIn(own, violation.start, violation.end),
      })
    }
  }
  return [...flags, ...usesOf(content, violations)]
}

/** Where the text takes in a variable whose sample value violates a guardrail. */
function usesOf(content: Content, violations: readonly Violation[]): Flag[] {
  const byName = new Map<string, Violation>()
  for (const violation of violations) {
    const name = /^[^.[]+/.exec(violation.variable ?? '')?.[0]
    if (name !== undefined && !byName.has(name)) byName.set(name, violation)
  }
  if (byName.size === 0) return []
  return analyse(content.body, {}).variables.flatMap(({ name, positions }) => {
    const violation = byName.get(name)
    if (violation === undefined) return []
    return positions.map(({ messageIndex = null, ...place }) => ({
      kind: 'variable' as const,
      action: violation.action,
      title: wordsOf(violation),
      messageIndex,
      ...place,
    }))
  })
}

/** Lines and columns of a part of a text, from 1, the end exclusive. */
function placeIn(text: string, start: number, end: number) {
  const at = (offset: number) => {
    const before = text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }
  const { line, column } = at(start)
  const last = at(end)
  return { line, column, endLine: last.line, endColumn: last.column }
}
