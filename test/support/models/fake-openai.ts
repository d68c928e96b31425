import type { ServerResponse } from 'node:http'
import { type Behave, type Seen, sendJson } from './fake-provider.ts'

/** Ten tokens in, five out: easy to multiply in a test. */
export const fakeUsage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }

const head = (seen: Seen) => ({ id: 'chatcmpl-1', created: 1, model: seen.body.model })

const stream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' })

const event = (body: unknown) => `data: ${JSON.stringify(body)}\n\n`

const delta = (seen: Seen, content: string, finish: string | null = null) =>
  event({
    ...head(seen),
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: finish }],
  })

/** A whole answer in OpenAI's chat format, as one body or as a stream of words. */
export function answer(seen: Seen, response: ServerResponse, text: string): void {
  if (seen.body.stream !== true) {
    const message = { role: 'assistant', content: text }
    const choices = [{ index: 0, message, finish_reason: 'stop' }]
    sendJson(response, 200, { ...head(seen), object: 'chat.completion', choices, usage: fakeUsage })
    return
  }
  stream(response)
  for (const word of text.split(/(?<= )/)) response.write(delta(seen, word))
  response.write(delta(seen, '', 'stop'))
  // Token counts only for those who ask for them, as the real one does.
  if (seen.body.stream_options?.include_usage === true) {
    response.write(event({ ...head(seen), choices: [], usage: fakeUsage }))
  }
  response.end('data: [DONE]\n\n')
}

/** Answers with the prompt in capitals. */
export const shout: Behave = (seen, response) => answer(seen, response, seen.prompt.toUpperCase())

/** The beginning of a stream; the rest never comes, and the connection stays open. */
export function beginStream(seen: Seen, response: ServerResponse, text: string): void {
  stream(response)
  response.write(delta(seen, text))
}

/** An answer that breaks off in its middle. */
export function breakOff(seen: Seen, response: ServerResponse): void {
  if (seen.body.stream === true) beginStream(seen, response, 'half of ')
  else {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
    response.write('{"id":"chatcmpl-1","choices":[{"index":0,"mess')
  }
  setImmediate(() => response.destroy())
}

/** A body that is no JSON. */
export function babble(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('<html>Bad gateway</html>')
}
