// A production service of its own process that records without end. Arguments: connection string, spool
// folder; without a folder it keeps no spool and waits for every batch. Prints the id of every execution
// that the client acknowledged, one per line.
import { createClient } from '#shared/client/client.ts'

const [connectionString = '', directory = ''] = process.argv.slice(2)
const client = createClient({
  connectionString,
  cache: { firstCallMs: 20_000 },
  logging: {
    ...(directory === '' ? {} : { spool: { directory } }),
    flushMs: 20,
    batchSize: 50,
  },
})

function record(count: number): void {
  for (let i = 0; i < count; i++) {
    const id = client.logPromptExecution('hot', true, i)
    if (id !== null) process.stdout.write(`${id}\n`)
  }
}

/** A few at a time, so that batches are under way whenever the kill comes. */
function recordOn(): void {
  record(10)
  setImmediate(recordOn)
}

if (directory !== '') recordOn()
else {
  for (;;) {
    record(50)
    await client.flush()
  }
}
