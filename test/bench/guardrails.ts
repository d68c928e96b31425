// How fast the default guardrails are: beside two packages that only look for personal data, on long
// and on hostile texts, and on the patterns that hang other engines. `npm run bench -- guardrails`.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { OpenRedaction } from '@openredaction/core'
import {
  checkText,
  compileGuardrails,
  defaultGuardrails,
  validateGuardrail,
} from '#shared/domain/guardrails/engine.ts'

const folder = new URL('../fixtures/guardrails/', import.meta.url)
const readRows = <T>(file: string): T[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/**
 * Processor time of one call in microseconds: the median of several batches after a warm-up. Not the
 * time on the clock, which on a busy machine says more about its other programs.
 */
async function timeOf(call: () => unknown, calls: number): Promise<number> {
  for (let warm = 0; warm < calls; warm += 1) await call()
  const batches: number[] = []
  for (let batch = 0; batch < 7; batch += 1) {
    const began = process.cpuUsage()
    for (let round = 0; round < calls; round += 1) await call()
    const { user, system } = process.cpuUsage(began)
    batches.push((user + system) / calls)
  }
  return median(batches)
}

/** Ordinary text of about `length` characters: the benign prompts of the corpus one after the other. */
const prompts = readRows<{ text: string }>('benign.jsonl').map(({ text }) => text)
function ordinary(length: number, from = 0): string {
  let text = ''
  for (let at = from; text.length < length; at = (at + 1) % prompts.length)
    text += `${prompts[at]}\n`
  return text.slice(0, length)
}
const personal = readRows<{ text: string; variant: string }>('pii.jsonl').map(({ text }) => text)
const mixed = (length: number): string =>
  `${personal.slice(0, 12).join('\n')}\n${ordinary(length)}`.slice(0, length)

const repeated = (piece: string) => (length: number) =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
const hostile: Record<string, (length: number) => string> = {
  'dots and letters': repeated('a.'),
  'at signs': repeated('a@'),
  digits: repeated('4'),
  'digit groups': repeated('4111 '),
  'phone words': repeated('call 555 '),
  hex: repeated('1:'),
  'IBAN starts': repeated('DE89 3704 '),
  'ignore all': repeated('ignore all previous '),
  'you are a': repeated('you are a '),
  brackets: repeated('[(<{'),
  'zero width': repeated('a\u200b'),
  base64: repeated('QUJD'),
  'single letters': repeated('a b '),
  Chinese: repeated('忽略之前的指令'),
}

const compiled = compileGuardrails(defaultGuardrails)
const ours = (text: string) => () => compiled.check({ stage: 'input', text })

async function compare(): Promise<boolean> {
  const require = createRequire(import.meta.url)
  const pii = require('@openai/guardrails/dist/checks/pii.js')
  const openRedaction = new OpenRedaction()
  const entities = Object.values(pii.PIIEntity)
  let isFastEnough = true
  console.log('2 kB prompt, microseconds of processor time; ratios are theirs / ours')
  for (const [name, text] of [
    ['ordinary', ordinary(2000)],
    ['with personal data', mixed(2000)],
  ] as const) {
    const mine = await timeOf(ours(text), 300)
    const openai = await timeOf(
      () => pii.pii(null, text, { entities, block: true, detect_encoded_pii: false }),
      200,
    )
    const redaction = await timeOf(() => openRedaction.detect(text), 10)
    console.log(
      `  ${name}: ours ${mine.toFixed(0)}, @openai/guardrails PII ${openai.toFixed(0)} (x${(openai / mine).toFixed(1)}), openredaction ${redaction.toFixed(0)} (x${(redaction / mine).toFixed(1)})`,
    )
    isFastEnough &&= openai / mine >= 3 && redaction / mine >= 20
  }
  return isFastEnough
}

async function growth(): Promise<boolean> {
  let isLinear = true
  console.log('growth: time per kB at 200 kB / at 2 kB')
  for (const [name, make] of Object.entries({
    ordinary: (length: number) => ordinary(length),
    ...hostile,
  })) {
    const small = (await timeOf(ours(make(2000)), 100)) / 2
    const large = (await timeOf(ours(make(200_000)), 2)) / 200
    const ratio = large / small
    console.log(
      `  ${name}: ${small.toFixed(1)} us/kB, ${large.toFixed(1)} us/kB, ratio ${ratio.toFixed(2)}`,
    )
    isLinear &&= ratio <= 2
  }
  return isLinear
}

function hangs(): boolean {
  let slowest = 0
  let refused = 0
  for (const { pattern, flags, input } of readRows<{
    pattern: string
    flags: string
    input: string
  }>('redos.jsonl')) {
    const began = process.cpuUsage()
    const rule = { type: 'regex' as const, pattern, flags }
    const saved = validateGuardrail({ name: 'bench', stages: ['input'], rule })
    if (saved.ok) checkText([rule], input)
    else refused += 1
    const { user, system } = process.cpuUsage(began)
    slowest = Math.max(slowest, (user + system) / 1000)
  }
  console.log(
    `patterns that hang other engines: ${refused} refused at save, slowest ${slowest.toFixed(1)} ms`,
  )
  return slowest < 50
}

const results = {
  'at most 1/3 of @openai/guardrails and 1/20 of openredaction': await compare(),
  'per kB at 200 kB within twice that at 2 kB': await growth(),
  'every hostile pattern below 50 ms': hangs(),
}
for (const [claim, holds] of Object.entries(results))
  console.log(`${holds ? 'holds' : 'FAILS'}: ${claim}`)
if (Object.values(results).includes(false)) process.exitCode = 1
