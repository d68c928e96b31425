import { readFileSync } from 'node:fs'

const folder = new URL('../../fixtures/guardrails/', import.meta.url)

/** The rows of one file of the shared half of the corpus. */
export function rows<T>(file: string): T[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as T)
}

export interface TextRow {
  id: string
  text: string
  label?: string
  source: string
}

export interface PiiRow extends TextRow {
  variant: string
  labelled: string[]
  spans: { type: string; start: number; end: number; optional?: boolean }[]
}

export const benignRows = (): TextRow[] => [
  ...rows<TextRow>('benign.jsonl'),
  ...rows<TextRow>('injection.jsonl').filter(({ label }) => label === 'benign'),
]
