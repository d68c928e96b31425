import { describe, expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

const text = (text: string) => ({ body: { kind: 'text' as const, text } })

describe('drafts', () => {
  test('a saved draft counts its revision up and is there for the next core', async () => {
    const { client, environment, close } = await makeTestCore()
    await client.template.create({ name: 'greeting', content: text('Hello {{ name }}') })
    const draft = await client.template.updateDraft({
      template: 'greeting',
      content: text('Good morning {{ name }}'),
      revision: 1,
    })
    expect(draft.revision).toBe(2)
    await close()

    const again = await makeTestCore({ dataFolder: environment.dataFolder })
    const { draft: found } = await again.client.template.get({ template: 'greeting' })
    expect(found.content.body).toEqual({ kind: 'text', text: 'Good morning {{ name }}' })
    expect(found.revision).toBe(2)
  })
})
