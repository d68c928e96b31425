import '../../../ui/no-eval.ts'
import type { CompiledGuardrails } from '#shared/domain/guardrails/engine.ts'
import { compileViews, renderChecked } from './checked.ts'
import { PreviewFailure, renderInPage } from './engine.ts'
import type { FromPreviewer, Job, Shown, ToPreviewer } from './protocol.ts'
import type { Reading } from './usage.ts'

// Renders and reads texts beside the page: typing never waits for a long template, and a text that
// would never end is stopped by ending this worker.

let guardrails: CompiledGuardrails | null = null

const answer = (message: FromPreviewer) => self.postMessage(message)

async function show({ content, bindings, template }: Job): Promise<Shown> {
  if (guardrails === null) throw new Error('A job came before the guardrails.')
  try {
    const outcome = await renderChecked(guardrails, content, bindings, template)
    const { checks } = outcome
    return outcome.kind === 'success'
      ? {
          kind: 'success',
          rendered: outcome.rendered,
          checks,
          replaced: outcome.redactions.entries,
        }
      : { kind: 'blocked', checks, unsent: renderInPage(content, bindings) }
  } catch (error) {
    if (error instanceof PreviewFailure) return { kind: 'failure', problem: error.problem }
    throw error
  }
}

async function read({ content, bindings }: Job): Promise<Reading> {
  // Loaded with the first reading: what only it needs does not hold up the first preview.
  const { readText } = await import('./usage.ts')
  return readText(content, bindings)
}

async function work(message: ToPreviewer): Promise<void> {
  if (message.kind === 'guardrails') guardrails = compileViews(message.views)
  else if (message.kind === 'show') answer({ kind: 'shown', shown: await show(message.job) })
  else answer({ kind: 'read', reading: await read(message.job) })
}

self.onmessage = ({ data }: MessageEvent<ToPreviewer>) => {
  work(data).catch((error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    answer({ kind: 'fault', message, stack })
  })
}
