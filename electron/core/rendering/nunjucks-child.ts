/**
 * The process that renders nunjucks templates. nunjucks compiles templates to code and has no
 * budgets, so it runs here: without secrets in its environment, without file system or child
 * processes, with little memory, and killed by its parent when a render takes too long.
 */
import { Script } from 'node:vm'
import { RefusedTemplate } from './nunjucks-guard.ts'
import type { RenderReply, RenderRequest } from './nunjucks-messages.ts'
import { guardNunjucks, renderGuarded } from './nunjucks-runtime.ts'

const outputLimit = 1_000_000

/** The globals of ECMAScript that nunjucks uses, as against those that Node adds. */
const languageGlobals = new Set(
  `Object Function Array Number String Boolean Symbol Math JSON Date RegExp Map Set WeakMap Promise
  Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError Reflect
  parseInt parseFloat isNaN isFinite Infinity NaN undefined globalThis encodeURI decodeURI
  encodeURIComponent decodeURIComponent`.split(/\s+/),
)

const send = process.send?.bind(process)
if (!send) throw new Error('This script is started by Galley; it is of no use on its own.')

guardNunjucks()
process.on('message', (message) => send(answer(message as RenderRequest)))
process.on('disconnect', () => process.exit())
removeGlobals()
send({ id: 0, kind: 'ready' } satisfies RenderReply)

function answer({ id, text, bindingsJson, isStrict, deadlineMs }: RenderRequest): RenderReply {
  try {
    const bindings = JSON.parse(bindingsJson) as object
    const output = within(deadlineMs, () => renderGuarded(text, bindings, isStrict))
    if (output.length <= outputLimit) return { id, kind: 'rendered', text: output }
    const message = `The output has ${output.length} characters; ${outputLimit} are allowed.`
    return { id, kind: 'failed', reason: 'budget', message, line: null, column: null }
  } catch (error) {
    return failure(id, text, error)
  }
}

const callTask = new Script('galleyTask()')

/** Calls a task that V8 ends after a while: nothing else can end a loop when nobody is there to kill. */
function within<Result>(deadlineMs: number, task: () => Result): Result {
  Object.assign(globalThis, { galleyTask: task })
  try {
    return callTask.runInThisContext({ timeout: deadlineMs }) as Result
  } finally {
    Reflect.deleteProperty(globalThis, 'galleyTask')
  }
}

function failure(id: number, text: string, error: unknown): RenderReply {
  if (error instanceof RefusedTemplate) {
    const { message, line, column } = error
    return { id, kind: 'failed', reason: 'security', message, line, column }
  }
  if (error instanceof RangeError) {
    const message = 'The template is nested too deeply or grows too large.'
    return { id, kind: 'failed', reason: 'budget', message, line: null, column: null }
  }
  if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
    const message = 'The template took too long.'
    return { id, kind: 'failed', reason: 'budget', message, line: null, column: null }
  }
  return { id, kind: 'failed', ...describe(error, text) }
}

/**
 * nunjucks writes the place into the message, "(unknown path) [Line 1, Column 4]\n  text", or keeps
 * it on the error. Places of errors it wrapped while rendering ("TypeError: …") count from 0.
 */
function describe(error: unknown, text: string) {
  const raw = error instanceof Error ? error.message : String(error)
  const match = /^(?:\(unknown path\))?(?: \[Line (\d+)(?:, Column (\d+))?\])?\s*([\s\S]*)$/.exec(
    raw,
  )
  const message = match?.[3] ?? raw
  const line = match?.[1] === undefined ? numberAt(error, 'lineno') : Number(match[1])
  const column = match?.[2] === undefined ? numberAt(error, 'colno') : Number(match[2])
  if (message.includes('attempted to output null or undefined value')) {
    return { reason: 'undefined' as const, message, line, column }
  }
  if (/^\w*Error: /.test(message)) {
    const bare = message.replace(/^\w*Error: /, '')
    return {
      reason: 'other' as const,
      message: bare,
      line: (line ?? 0) + 1,
      column: (column ?? 0) + 1,
    }
  }
  const isRendering = raw.startsWith('(unknown path)') && line === null
  if (isRendering) return { reason: 'other' as const, message, line, column }
  // The parser knows no place for what is missing at the end of the text.
  const end = { line: text.split('\n').length, column: null }
  return { reason: 'syntax' as const, message, ...(line === null ? end : { line, column }) }
}

const numberAt = (error: unknown, key: string) => {
  const value = (error as Record<string, unknown> | null)?.[key]
  return typeof value === 'number' ? value : null
}

/** Code that a template might get to run after all should find nothing to act with. */
function removeGlobals(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    // What cannot be deleted is part of the language, too.
    if (!languageGlobals.has(name)) Reflect.deleteProperty(globalThis, name)
  }
}
