import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type PromptClient } from '#shared/client/client.ts'
import { expectHarmless, hostileCases } from '../support/hostile.ts'
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { createStore } from '../support/schema.ts'

let postgres: TestPostgres
let client: PromptClient
beforeAll(async () => {
  postgres = await startTestPostgres()
  const connectionString = await createStore(postgres)
  for (const { id, template } of hostileCases) {
    const content = { ...textContent(template), undefinedPolicy: 'lenient' as const }
    await publishTo(connectionString, id, 1, content)
  }
  client = createClient({ connectionString, cache: { firstCallMs: 20_000 } })
})
afterAll(async () => {
  await client.close()
  await postgres.stop()
})

describe('hostile templates that were published', () => {
  it.each(hostileCases.map((item) => [item.id, item] as const))('%s', async (id, item) => {
    const outcome = await client.renderPrompt(id, item.context)
    if (outcome.kind === 'failure') expect(outcome.code).toMatch(/^(template|undefined)_/)
    expectHarmless(item, outcome.kind === 'success' ? (outcome.text ?? '') : undefined, true)
  })
})
