import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** A template that tries to run code, to change what all objects share, or to use up the machine. */
export interface HostileCase {
  readonly id: string
  readonly template: string
  readonly context: Record<string, unknown>
  readonly danger: string
  readonly expected: {
    readonly outcome: 'error' | 'text' | 'error_or_text'
    readonly text?: string
    readonly must_not_match?: string
    readonly must_not_pollute?: readonly string[]
    readonly max_ms: number
    readonly max_heap_mb: number
    readonly max_output_chars?: number
  }
}

const path = new URL('../fixtures/jinja/hostile.jsonl', import.meta.url)

export const hostileCases = readFileSync(path, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as HostileCase)

/**
 * Checks what became of a case: `text` is what was rendered, absent if the render failed. A sandbox may
 * also refuse what is harmless by itself, such as a key named like an attribute it hides.
 */
export function expectHarmless(
  { expected }: HostileCase,
  text: string | undefined,
  isSandboxed = false,
): void {
  if (expected.outcome === 'error') expect(text).toBeUndefined()
  if (expected.outcome === 'text' && !(isSandboxed && text === undefined)) {
    expect(text).toBe(expected.text)
  }
  if (expected.must_not_match !== undefined) {
    expect(text ?? '').not.toMatch(new RegExp(expected.must_not_match))
  }
  expect((text ?? '').length).toBeLessThanOrEqual(expected.max_output_chars ?? 1_000_000)
  for (const name of expected.must_not_pollute ?? []) {
    expect(Object.hasOwn(Object.prototype, name)).toBe(false)
  }
}
