import { json } from 'node:stream/consumers'
import { createClient } from '#shared/client/client.ts'

/*
 * A production service in a process of its own, as small as one can be: it reads the version that
 * production serves, renders it, and records what it did. What to do arrives on standard input, so
 * that no password stands on a command line; what came of it leaves on standard output.
 */

interface Order {
  connectionString: string
  name: string
  variables: Record<string, unknown>
  userId: string
}

const order = (await json(process.stdin)) as Order
const client = createClient({
  connectionString: order.connectionString,
  // A demonstration has no snapshot to fall back on: its first answer may take longer than usual.
  cache: { firstCallMs: 5000 },
})
const prompt = await client.getActivePrompt(order.name)
const rendered = await client.renderPrompt(order.name, order.variables, { userId: order.userId })
const isWritten = await client.flush()
await client.close()

const answer = {
  pid: process.pid,
  versionId: prompt?.id ?? null,
  version: prompt?.version ?? null,
  contentHash: prompt?.contentHash ?? null,
  rendered,
  isWritten,
}
process.stdout.write(JSON.stringify(answer))
