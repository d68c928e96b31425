import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A request as the fake saw it. */
export interface Seen {
  path: string
  headers: IncomingMessage['headers']
  // biome-ignore lint/suspicious/noExplicitAny: whatever the adapter under test sends
  body: any
  /** The text of the last message: tests tell cells apart by it. */
  prompt: string
  /** How often this very prompt was asked before. */
  repeat: number
}

/** Answers one request; to leave it without an answer is a hang. */
export type Behave = (seen: Seen, response: ServerResponse) => void

export interface FakeProvider {
  baseUrl: string
  seen: Seen[]
  /** Requests without an answer whose connection is still open. */
  readonly underWay: number
  close(): Promise<void>
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

// biome-ignore lint/suspicious/noExplicitAny: three vendors' formats
function lastPrompt(body: any): string {
  const last = (body.messages ?? body.contents)?.at(-1)
  const content = last?.content ?? last?.parts
  return typeof content === 'string' ? content : (content?.[0]?.text ?? '')
}

/** A real HTTP server on this machine that behaves as told. */
async function openFakeProvider(behave: Behave): Promise<FakeProvider> {
  const seen: Seen[] = []
  const asked = new Map<string, number>()
  let underWay = 0
  const server = createServer(async (request, response) => {
    underWay += 1
    response.on('close', () => {
      underWay -= 1
    })
    const text = await read(request).catch(() => null)
    // Given up before it was sent to its end.
    if (text === null) return
    const body = JSON.parse(text)
    const prompt = lastPrompt(body)
    const repeat = asked.get(prompt) ?? 0
    asked.set(prompt, repeat + 1)
    const one = { path: request.url ?? '', headers: request.headers, body, prompt, repeat }
    seen.push(one)
    behave(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seen,
    get underWay() {
      return underWay
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The same, closed when the test is over. */
export async function makeFakeProvider(behave: Behave): Promise<FakeProvider> {
  const fake = await openFakeProvider(behave)
  onTestFinished(() => fake.close())
  return fake
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export const sendError = (
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
) => sendJson(response, status, { error: { message, type: 'error', code: null } }, headers)
