import { createServer } from 'node:http'
import { LangfuseClient } from '@langfuse/client'

/**
 * Langfuse's client with one chat prompt in its cache, and the server it came from: a stand-in, since
 * what is measured is what the client does when it asks nobody.
 */
export async function startLangfuse(
  name: string,
  messages: readonly { role: string; content: string }[],
): Promise<{ get: () => Promise<unknown>; stop: () => Promise<void> }> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    const prompt = messages.map((message) => ({ type: 'chatmessage', ...message }))
    const facts = { name, version: 1, type: 'chat', labels: ['production'], tags: [], config: {} }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...facts, prompt }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const client = new LangfuseClient({
    publicKey: 'pk-lf-bench',
    secretKey: 'sk-lf-bench',
    baseUrl: `http://127.0.0.1:${port}`,
  })
  const get = () => client.prompt.get(name, { type: 'chat', label: 'production' })
  await get()
  return {
    get,
    stop: async () => {
      await client.shutdown()
      await new Promise((resolve) => server.close(resolve))
      if (asked === 0) throw new Error('Langfuse’s client never asked its server.')
    },
  }
}
