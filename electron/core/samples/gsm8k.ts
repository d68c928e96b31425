import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ColumnMapping } from '#shared/contract/dataset/dataset.ts'

const solution = z.object({ is_correct: z.boolean(), solution: z.string() })

/** The four models whose recorded answers come with GSM8K, worst first. */
export const gsm8kModels = [
  '6b_finetuning',
  '175b_finetuning',
  '6b_verification',
  '175b_verification',
] as const

const lineSchema = z.object({
  question: z.string(),
  ground_truth: z.string(),
  '6b_finetuning': solution,
  '6b_verification': solution,
  '175b_finetuning': solution,
  '175b_verification': solution,
})

/** The number after the "A:" that closes every reference answer, as a number. */
function finalNumber(answer: string): number {
  const text = /\nA: *([^\n]*?)\s*$/.exec(answer)?.[1] ?? ''
  const number = Number(text.replaceAll(/[$,%]/g, ''))
  if (text === '' || !Number.isFinite(number)) {
    throw new Error(`A reference answer of GSM8K closes without a number: "${answer.slice(-60)}".`)
  }
  return number
}

/** The dataset as an import takes it: question as input, the reference's number as expected value. */
export function readGsm8k(samplesFolder: string): {
  fileName: string
  text: string
  mapping: ColumnMapping
} {
  const fileName = 'model_solutions.jsonl'
  const source = readFileSync(join(samplesFolder, 'gsm8k', fileName), 'utf8')
  const lines = source.split('\n').filter((line) => line !== '')
  const rows = lines.map((line) => {
    const row = lineSchema.parse(JSON.parse(line))
    const solutions = gsm8kModels.map((model) => [model, row[model].solution])
    return JSON.stringify({
      question: row.question,
      expected: finalNumber(row.ground_truth),
      reference: row.ground_truth,
      ...Object.fromEntries(solutions),
    })
  })
  const mapping: ColumnMapping = { expected: { to: 'expected' }, reference: { to: 'metadata' } }
  for (const model of gsm8kModels) mapping[model] = { to: 'recorded', model }
  return { fileName, text: rows.join('\n'), mapping }
}
