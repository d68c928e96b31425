import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bindings } from '#shared/contract/base.ts'
import { openTestCore } from '../../support/core.ts'
import { expectHarmless, hostileCases } from '../../support/hostile.ts'
import { text } from '../templates/content.ts'

let core: Awaited<ReturnType<typeof openTestCore>>
beforeAll(async () => {
  core = await openTestCore()
})
afterAll(() => core.dispose())

describe('hostile templates through the core', () => {
  it.each(hostileCases.map((item) => [item.id, item] as const))('%s', async (_id, item) => {
    const content = { ...text(item.template), undefinedPolicy: 'lenient' as const }
    const outcome = await core.client.render.preview({
      source: { content },
      bindings: item.context as Bindings,
      withGuardrails: false,
    })
    if (outcome.kind === 'failure') expect(outcome.message).not.toBe('')
    const rendered = outcome.kind === 'success' ? outcome.rendered : undefined
    expectHarmless(item, rendered?.kind === 'text' ? rendered.text : undefined, true)
  })
})
