import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { FromPreviewer, Job, Shown, ToPreviewer } from './protocol.ts'
import type { Reading } from './usage.ts'

/** Longer than any template that is meant; a text that takes it will not end by itself. */
const DEADLINE_MS = 3000

/** Squiggles come when typing rests: reading a long text takes longer than rendering it. */
const REST_MS = 200

interface Listener {
  readonly onShown: (shown: Shown) => void
  readonly onRead: (reading: Reading) => void
  readonly onFault: (error: Error) => void
}

interface Asked extends Listener {
  readonly job: Job
}

const tooLong: Shown = {
  kind: 'failure',
  problem: {
    severity: 'error',
    message: `Rendering took more than ${DEADLINE_MS / 1000} seconds and was stopped. Look for a loop over very much.`,
    messageIndex: null,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
  },
}

/**
 * Renders texts in a worker, the newest only: what is typed while one is under way replaces what
 * waits. Each is read too, unless the next one comes soon. A text that does not end in time ends the
 * worker, and the next one gets a fresh worker.
 */
export function createPreviewer(views: readonly GuardrailView[], deadlineMs = DEADLINE_MS) {
  let worker: Worker | null = null
  let running: Asked | null = null
  let waiting: Asked | null = null
  /** The deadline of what is under way. */
  let timer: ReturnType<typeof setTimeout> | undefined
  let rest: ReturnType<typeof setTimeout> | undefined
  let hasRead = false
  const tell = (message: ToPreviewer) => worker?.postMessage(message)

  const start = () => {
    worker = new Worker(new URL('./previewer.worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<FromPreviewer>) => hear(data)
    worker.onerror = (event) => fail(new Error(event.message || 'The preview could not be loaded.'))
    tell({ kind: 'guardrails', views })
  }
  const begin = (asked: Asked, kind: 'show' | 'read') => {
    running = asked
    if (worker === null) start()
    tell({ kind, job: asked.job })
    timer = setTimeout(giveUp, deadlineMs)
  }
  /** What is under way has ended; the newest text that waits is shown. */
  const next = () => {
    clearTimeout(timer)
    running = null
    const asked = waiting
    waiting = null
    if (asked !== null) begin(asked, 'show')
  }
  const readLater = (asked: Asked) => {
    rest = setTimeout(() => begin(asked, 'read'), hasRead ? REST_MS : 0)
  }
  const hear = (message: FromPreviewer) => {
    const asked = running
    if (asked === null) return
    if (message.kind === 'fault') {
      fail(Object.assign(new Error(message.message), { stack: message.stack }))
      return
    }
    next()
    if (message.kind === 'read') {
      hasRead = true
      asked.onRead(message.reading)
      return
    }
    asked.onShown(message.shown)
    if (running === null) readLater(asked)
  }
  const stop = () => {
    worker?.terminate()
    worker = null
  }
  const giveUp = () => {
    stop()
    running?.onShown(tooLong)
    next()
  }
  const fail = (error: Error) => {
    stop()
    running?.onFault(error)
    next()
  }

  return {
    /** Renders and reads a text soon; answers about older ones end. */
    ask(job: Job, listener: Listener): void {
      clearTimeout(rest)
      waiting = { job, ...listener }
      if (running === null) next()
    },
    close(): void {
      clearTimeout(timer)
      clearTimeout(rest)
      running = null
      waiting = null
      stop()
    },
  }
}
