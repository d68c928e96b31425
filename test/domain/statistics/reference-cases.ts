import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A reference case as the files under test/fixtures/statistics hold it. */
export interface ReferenceCase {
  readonly id: string
  readonly family: string
  readonly inputs?: unknown
  readonly expected: Readonly<Record<string, unknown>>
  readonly tolerance?: { readonly abs: number; readonly rel: number }
  readonly tolerance_note?: string
}

const folder = fileURLToPath(new URL('../../fixtures/statistics/', import.meta.url))

/** All cases, by family. */
export function referenceFamilies(): { family: string; cases: ReferenceCase[] }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => ({
      family: name.replace('.jsonl', ''),
      cases: readFileSync(folder + name, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as ReferenceCase),
    }))
}

/** Where `actual` leaves the tolerance of `expected`: paths with both values; empty when it agrees. */
export function disagreements(reference: ReferenceCase, actual: unknown): string[] {
  const { abs, rel } = reference.tolerance ?? { abs: 0, rel: 0 }
  const wrong: string[] = []
  const compare = (want: unknown, got: unknown, path: string, slack: number): void => {
    if (Array.isArray(want)) {
      if (!Array.isArray(got) || got.length !== want.length)
        wrong.push(`${path}: not a list of ${want.length}`)
      else
        for (const [i, item] of want.entries())
          compare(item, got[i], `${path}[${i}]`, slackOf(path, item))
    } else if (typeof want === 'object' && want !== null) {
      for (const [key, value] of Object.entries(want)) {
        compare(value, (got as Record<string, unknown> | null)?.[key], `${path}.${key}`, abs)
      }
    } else if (typeof want === 'number' && typeof got === 'number') {
      if (!(Math.abs(got - want) <= slack + rel * Math.abs(want)))
        wrong.push(`${path}: ${got}, not ${want}`)
    } else if (want !== got) {
      wrong.push(`${path}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`)
    }
  }
  // The note of the group sequential cases: far-out bounds need only two digits.
  const slackOf = (path: string, value: unknown): number =>
    path.endsWith('z_bounds') && typeof value === 'number' && value > 4.5
      ? Math.max(abs, 0.05)
      : abs
  compare(reference.expected, actual, '', abs)
  return wrong
}

/** Paths of values that must never appear: NaN, infinities and undefined. */
export function impossibleValues(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path}: ${value}`]
  if (value === undefined) return [`${path}: undefined`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => impossibleValues(item, `${path}.${key}`))
}
