import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

const text = (text: string) => ({ body: { kind: 'text' as const, text } })

test('a preview of unsaved content renders it', async () => {
  const { client } = await makeTestCore()
  const outcome = await client.render.preview({
    source: { content: text('Hello {{ name | upper }}') },
    bindings: { name: 'Ada' },
  })
  expect(outcome).toMatchObject({ kind: 'success', rendered: { kind: 'text', text: 'Hello ADA' } })
})
