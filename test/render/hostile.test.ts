import { afterEach, describe, expect, it } from 'vitest'
import { compile, contextFromJson, TemplateError } from '#shared/render/engine.ts'
import { type HostileCase, hostileCases } from './corpus.ts'

interface Outcome {
  readonly text?: string
  readonly error?: unknown
}

function attempt({ template, context }: HostileCase): Outcome {
  try {
    return { text: compile(template).render(contextFromJson(JSON.stringify(context))) }
  } catch (error) {
    return { error }
  }
}

describe('hostile templates', () => {
  afterEach(() => {
    const text = compile('{{ greeting }}, {{ name|upper }}!').render(
      contextFromJson('{"greeting": "Hello", "name": "world"}'),
    )
    expect(text).toBe('Hello, WORLD!')
  })

  it.each(hostileCases().map((item) => [item.id, item] as const))('%s', (_id, item) => {
    const { expected } = item
    const heapBefore = process.memoryUsage().heapUsed
    const { text, error } = attempt(item)
    const grownMb = (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20
    expect(grownMb).toBeLessThan(expected.max_heap_mb)
    if (error !== undefined) expect(error).toBeInstanceOf(TemplateError)
    if (expected.outcome === 'error') expect(error).toBeDefined()
    if (expected.outcome === 'text') expect(text).toBe(expected.text)
    if (expected.must_not_match !== undefined) {
      expect(text ?? '').not.toMatch(new RegExp(expected.must_not_match))
    }
    expect((text ?? '').length).toBeLessThanOrEqual(expected.max_output_chars ?? 1_000_000)
    for (const name of expected.must_not_pollute ?? []) {
      expect(Object.hasOwn(Object.prototype, name)).toBe(false)
    }
  })
})
