import '../../../ui/no-eval.ts'
import type { CompiledGuardrails } from '#shared/domain/guardrails/engine.ts'
import { compileViews, renderChecked } from './checked.ts'
import { PreviewFailure } from './engine.ts'
import type { FromPreviewer, Job, Shown, ToPreviewer } from './protocol.ts'

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
      ? { kind: 'success', rendered: outcome.rendered, checks }
      : { kind: 'blocked', checks }
  } catch (error) {
    if (error instanceof PreviewFailure) return { kind: 'failure', problem: error.problem }
    throw error
  }
}

async function work(job: Job): Promise<void> {
  answer({ kind: 'shown', shown: await show(job) })
  // Reading is told after the rendering, so what only it needs is loaded behind the first preview.
  const { readText } = await import('./usage.ts')
  answer({ kind: 'read', reading: readText(job.content) })
}

self.onmessage = ({ data }: MessageEvent<ToPreviewer>) => {
  if (data.kind === 'guardrails') {
    guardrails = compileViews(data.views)
    return
  }
  work(data.job).catch((error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    answer({ kind: 'fault', message, stack })
  })
}
