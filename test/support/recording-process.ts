// A production service of its own process that records without end. Arguments: connection string, spool
// folder. Prints the id of every execution that the client acknowledged, one per line.
import { createClient } from '../../shared/client/client.ts'

const [connectionString = '', directory = ''] = process.argv.slice(2)
const client = createClient({
  connectionString,
  cache: { firstCallMs: 20_000 },
  logging: { spool: { directory }, flushMs: 20, batchSize: 50 },
})

/** A few at a time, so that batches are under way whenever the kill comes. */
function record(): void {
  for (let i = 0; i < 10; i++) {
    const id = client.logPromptExecution('hot', true, i)
    if (id !== null) process.stdout.write(`${id}\n`)
  }
  setImmediate(record)
}
record()
