import type { Finding } from '../finding.ts'
import { jsonValuesIn } from '../formats/json.ts'
import type { JudgeAnswer } from '../services.ts'

type Fields = Record<string, unknown>

/** The first JSON object of a judge's answer; null where there is none. */
export function readObject(text: string): Fields | null {
  for (const value of jsonValuesIn(text)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  }
  return null
}

/** A number of a judge's answer, also one written as text; null where there is none. */
export function readNumber(fields: Fields, name: string): number | null {
  const value = fields[name]
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

export const readReason = (fields: Fields): string =>
  typeof fields.reason === 'string' && fields.reason.trim() !== ''
    ? fields.reason.trim()
    : 'The judge gave no reason.'

/** A judge that does not answer as asked has judged nothing: an error, not a failure of the version. */
export const unreadable = ({ text }: JudgeAnswer): Finding => ({
  kind: 'impossible',
  reason: `The judge did not answer in the form it was asked for: ${JSON.stringify(text.slice(0, 200))}.`,
})

/** A degree between 0 and 1 that has to reach a threshold. */
export function gradedFinding(
  score: number,
  threshold: number,
  fact: string,
  cost: number | null,
): Finding {
  const held = Math.min(1, Math.max(0, score))
  return { kind: 'found', isMet: held >= threshold, score: held, fact, cost }
}
