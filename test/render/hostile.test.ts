import { afterEach, describe, expect, it } from 'vitest'
import { compile, contextFromJson, TemplateError } from '#shared/render/engine.ts'
import { expectHarmless, hostileCases } from '../support/hostile.ts'

describe('hostile templates', () => {
  afterEach(() => {
    const text = compile('{{ greeting }}, {{ name|upper }}!').render(
      contextFromJson('{"greeting": "Hello", "name": "world"}'),
    )
    expect(text).toBe('Hello, WORLD!')
  })

  it('has the corpus', () => expect(hostileCases).toHaveLength(25))

  it.each(hostileCases.map((item) => [item.id, item] as const))('%s', (_id, item) => {
    const heapBefore = process.memoryUsage().heapUsed
    let text: string | undefined
    try {
      text = compile(item.template).render(contextFromJson(JSON.stringify(item.context)))
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError)
    }
    const grownMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20
    expect(grownMb).toBeLessThan(item.expected.max_heap_mb)
    expectHarmless(item, text)
  })
})
