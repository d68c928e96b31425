// A production service of its own process: prints every version of a prompt that it begins to serve.
// Arguments: connection string, template name. It never polls: only a notice can tell it of a change.
import { createClient } from '#shared/client/client.ts'

const [connectionString = '', name = ''] = process.argv.slice(2)
const cache = { pollMs: 3_600_000, firstCallMs: 20_000 }
const client = createClient({ connectionString, logging: false, cache })
let last: string | null = null

/** Looks as often as a busy service would render; the answers come from memory. */
async function serve(): Promise<void> {
  const rendered = await client.renderPrompt(name, {})
  const now = rendered.kind === 'success' ? `${rendered.version} ${rendered.text}` : rendered.kind
  if (now !== last) console.log(JSON.stringify({ at: Date.now(), now }))
  last = now
  setTimeout(serve, 1)
}
void serve()
