import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { olderNode } from '../support/older-node.ts'
import { query, startTestPostgres, type TestPostgres } from '../support/postgres.ts'
import { publishTo, textContent } from '../support/publish.ts'
import { root } from '../support/repository.ts'
import { createStore } from '../support/schema.ts'

const node = olderNode()

const SERVICE = `
  const { createClient } = await import('galley/client')
  const client = createClient({ connectionString: process.argv[1], cache: { firstCallMs: 20000 } })
  const rendered = await client.renderPrompt('greet', { names: ['Ann', 'Bo'] }, { userId: 'u' })
  await client.close()
  console.log(JSON.stringify({ text: rendered.text, recording: client.recording }))`

let postgres: TestPostgres
beforeAll(async () => {
  if (node === null) return
  postgres = await startTestPostgres()
  execFileSync(process.execPath, [join(root, 'shared/client/build.mjs')], { cwd: root })
})
afterAll(() => postgres?.stop())

test.skipIf(node === null)(
  `the package's ./client export runs on ${node?.version ?? 'an older Node (none on the PATH)'}`,
  async () => {
    const store = await createStore(postgres)
    await publishTo(
      store,
      'greet',
      1,
      textContent(
        '{% for n in names %}Hello {{ n | upper }}{{ ", " if not loop.last }}{% endfor %}',
      ),
    )
    const said = execFileSync(node!.path, ['--input-type=module', '-e', SERVICE, store], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(JSON.parse(said)).toMatchObject({
      text: 'Hello ANN, Hello BO',
      recording: { written: 1 },
    })
    expect(await query(store, 'select user_id from galley.prompt_executions')).toEqual([
      { user_id: 'u' },
    ])
  },
)
