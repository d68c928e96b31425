import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import type { Host } from './host.ts'

interface Asked {
  readonly stream?: boolean
  readonly messages: readonly { content: string }[]
}

/** Says what to answer; null leaves a stream open after its first word, until its client goes away. */
type Reply = (asked: Asked) => string | null

/** A model server on this machine that speaks OpenAI's format, and is given as a provider to a host. */
export async function startModels(reply: Reply) {
  let asked = 0
  let left = 0
  const server = createServer(async (request, response) => {
    asked += 1
    response.on('close', () => {
      if (!response.writableEnded) left += 1
    })
    const body = JSON.parse(await readText(request)) as Asked
    const text = reply(body)
    if (body.stream === true) stream(response, text)
    else whole(response, text ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/v1`
  return {
    url,
    asked: () => asked,
    /** How many clients went away before their answer ended. */
    left: () => left,
    addTo: (host: Host) =>
      host.api('POST', '/providers', {
        name: 'local',
        kind: 'openai-compatible',
        baseUrl: url,
        models: ['m1'],
        prices: [{ model: 'm1', inputPerMillion: 1, outputPerMillion: 2, asOf: '2026-11-01' }],
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 }

function whole(response: ServerResponse, content: string): void {
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }]
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ id: '1', created: 1, model: 'm1', choices, usage }))
}

function stream(response: ServerResponse, content: string | null): void {
  const send = (body: object) =>
    response.write(`data: ${JSON.stringify({ id: '1', created: 1, model: 'm1', ...body })}\n\n`)
  const piece = (text: string, finish: string | null = null) =>
    send({
      choices: [{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: finish }],
    })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (content === null) {
    piece('Once upon ')
    return
  }
  for (const word of content.split(/(?<= )/)) piece(word)
  piece('', 'stop')
  send({ choices: [], usage })
  response.end('data: [DONE]\n\n')
}
