import type { Bindings } from '#shared/contract/base.ts'
import { type ErrorCode, GalleyError, type Where } from '#shared/contract/errors.ts'
import type { FailureReason, RenderRequest } from './nunjucks-messages.ts'
import { type RenderEnd, type RenderProcess, startRenderProcess } from './nunjucks-process.ts'

export interface NunjucksOptions {
  /** Absolute path of `nunjucks-child.ts` or its bundle. */
  script: string
  /** Longest time of one render, in milliseconds. */
  deadlineMs?: number
  /** Processes that may render side by side. */
  poolSize?: number
}

export interface NunjucksRenderOptions {
  /** Whether printing an undefined variable is an error; the default. */
  isStrict?: boolean
}

/**
 * Renders nunjucks-dialect text in child processes that are started when first needed, used again,
 * and killed at the deadline; a template can at worst end its own process. Errors are GalleyErrors
 * `template_syntax`, `undefined_variable` and `template_failed` with line and column where known.
 */
export function openNunjucksRenderer(options: NunjucksOptions) {
  const { script, deadlineMs = 1000, poolSize = 2 } = options
  const idle: RenderProcess[] = []
  const waiting: ((process: RenderProcess) => void)[] = []
  const all = new Set<RenderProcess>()
  let lastId = 0
  let isClosed = false

  function startOne(): RenderProcess {
    const process = startRenderProcess(script)
    all.add(process)
    return process
  }

  async function acquire(): Promise<RenderProcess> {
    for (let process = idle.pop(); process; process = idle.pop()) {
      if (process.isAlive()) return process
      all.delete(process)
    }
    if (all.size < poolSize) return startOne()
    return new Promise((resolve) => waiting.push(resolve))
  }

  function giveBack(process: RenderProcess): void {
    if (!process.isAlive()) all.delete(process)
    const next = waiting.shift()
    if (next) next(process.isAlive() ? process : startOne())
    else if (process.isAlive()) idle.push(process)
  }

  return {
    /** @throws GalleyError */
    async render(
      text: string,
      bindings: Bindings,
      { isStrict = true }: NunjucksRenderOptions = {},
    ): Promise<string> {
      if (isClosed) throw new GalleyError('cancelled', 'The workspace is being closed.')
      const process = await acquire()
      lastId += 1
      const request: RenderRequest = {
        id: lastId,
        text,
        bindingsJson: JSON.stringify(bindings),
        isStrict,
        // The parent comes first and kills; this is for the case that it has died meanwhile.
        deadlineMs: 2 * deadlineMs,
      }
      try {
        const end = await process.render(request, deadlineMs)
        if (end.kind === 'rendered') return end.text
        throw failureOf(end, text, deadlineMs)
      } finally {
        giveBack(process)
      }
    },
    close(): void {
      isClosed = true
      for (const process of all) process.kill()
    },
  }
}

const codes: Record<FailureReason, ErrorCode> = {
  syntax: 'template_syntax',
  undefined: 'undefined_variable',
  security: 'template_failed',
  budget: 'template_failed',
  other: 'template_failed',
}

function failureOf(end: RenderEnd, text: string, deadlineMs: number): GalleyError {
  if (end.kind === 'timeout') {
    return new GalleyError('template_failed', `The template took longer than ${deadlineMs} ms.`, {
      fix: 'Look for a loop over very many items.',
    })
  }
  if (end.kind === 'unstartable') {
    const message = 'The process that renders nunjucks templates could not be started.'
    return new GalleyError('missing_part', message, { fix: 'Install Galley again.' })
  }
  if (end.kind !== 'failed') {
    return new GalleyError(
      'template_failed',
      'The template used too much memory; its process ended.',
      { fix: 'Look for a value or a loop that grows without bound.' },
    )
  }
  const where: Where = {
    ...(end.line === null ? {} : { line: end.line }),
    ...(end.column === null ? {} : { column: end.column }),
  }
  const message =
    end.reason === 'undefined' ? undefinedSentence(text, where) : sentence(end.message)
  return new GalleyError(codes[end.reason], message, { where })
}

/** nunjucks does not name what is undefined; the expression at the place does. */
function undefinedSentence(text: string, { line, column }: Where): string {
  const rest = line === undefined ? '' : (text.split('\n')[line - 1] ?? '').slice((column ?? 1) - 1)
  const expression = /^\{\{-?\s*(.*?)\s*-?\}\}/.exec(rest)?.[1]
  return expression ? `"${expression}" is undefined.` : 'The template prints an undefined value.'
}

const sentence = (message: string) =>
  message === '' ? 'The template failed.' : `${message[0]?.toUpperCase()}${message.slice(1)}`
