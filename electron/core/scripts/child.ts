/**
 * The process that runs one script of a `javascript` assertion and ends. It is started without an
 * environment, without permission for files, processes and workers, with little memory, and killed by its
 * parent at the deadline. The script itself sees a fresh context with nothing of Node in it: no modules, no
 * network, no timers.
 */
import { createContext, Script } from 'node:vm'
import type { ScriptReply, ScriptRequest } from './messages.ts'

const send = process.send?.bind(process)
if (!send) throw new Error('This script is started by Galley; it is of no use on its own.')

/** An expression gives its value; with a `return` it is the body of a function. */
const wrapped = (source: string): string =>
  /\breturn\b/.test(source) ? `(() => {${source}\n})()` : `(${source}\n)`

// What goes in and out is text: no object of this side ever meets the script.
const harness = (source: string) => `
  const { output, context } = JSON.parse(scopeJson)
  const given = ${wrapped(source)}
  JSON.stringify({ given: given === undefined ? null : given })`

process.once('message', (message) => {
  const { source, scopeJson, deadlineMs } = message as ScriptRequest
  send(answer(source, scopeJson, deadlineMs), () => process.exit())
})
// Without these there is no way from the script's context to the network, whatever it finds.
for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'navigator']) {
  Reflect.deleteProperty(globalThis, name)
}
process.getBuiltinModule = () => {
  throw new Error('There are no modules here.')
}

function answer(source: string, scopeJson: string, deadlineMs: number): ScriptReply {
  try {
    const context = createContext(Object.assign(Object.create(null), { scopeJson }), {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    })
    const script = new Script(harness(source), { filename: 'assertion.js' })
    const text: unknown = script.runInContext(context, { timeout: deadlineMs })
    return { kind: 'given', json: String(text) }
  } catch (error) {
    return { kind: 'failed', message: String(Reflect.get(Object(error), 'message') ?? error) }
  }
}
