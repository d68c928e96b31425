import { readFileSync } from 'node:fs'
import { bucketCount, bucketsOf, ideasOf } from '#shared/domain/guardrails/injection/features.ts'
import { windowsOf } from '#shared/domain/guardrails/injection/windows.ts'
import { read } from '#shared/domain/guardrails/text/reading.ts'
import type { Example } from './logistic.ts'

export interface Row {
  id: string
  text: string
  source: string
  isInjection: boolean
}

const folder = new URL('../../../fixtures/guardrails/', import.meta.url)

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as T)
}

/** The shared half: labelled injections and near misses, and ordinary prompts as further benign texts. */
export function readRows(): Row[] {
  const labelled = readLines<{ id: string; text: string; label: string; source: string }>(
    'injection.jsonl',
  )
  const ordinary = readLines<{ id: string; text: string; source: string }>('benign.jsonl')
  return [
    ...labelled.map(({ id, text, label, source }) => ({
      id,
      text,
      source,
      isInjection: label === 'injection',
    })),
    ...ordinary.map(({ id, text, source }) => ({ id, text, source, isInjection: false })),
  ]
}

/** What a present idea, pair or rule weighs beside the unit-length hashed part; chosen by cross-validation. */
export const denseValue = 0.15

/** One example per window of each row; both classes weigh the same in sum. */
export function toExamples(rows: readonly Row[]): Example[][] {
  const positives = rows.filter((row) => row.isInjection).length
  const weightOf = (row: Row): number =>
    rows.length / (2 * (row.isInjection ? positives : rows.length - positives))
  return rows.map((row) => {
    const reading = read(row.text)
    return windowsOf(reading).map((window) => {
      const buckets = bucketsOf(window)
      const { dense } = ideasOf(reading.text.slice(window.start, window.end), window, window.start)
      const share = 1 / Math.sqrt(buckets.length || 1)
      const indexes = [...buckets, ...dense.map((index) => bucketCount + index)]
      const values = indexes.map((_, at) => (at < buckets.length ? share : denseValue))
      return {
        indexes: Int32Array.from(indexes),
        values: Float32Array.from(values),
        positive: row.isInjection,
        weight: weightOf(row),
      }
    })
  })
}
