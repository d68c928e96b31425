// How fast the default guardrails are: beside two packages that only look for personal data, on long
// and on hostile texts, and on the patterns that hang other engines. `npm run bench -- guardrails`.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { OpenRedaction } from '@openredaction/core'
import { build } from 'vite'
import {
  checkText,
  compileGuardrails,
  defaultGuardrails,
  validateGuardrail,
} from '#shared/domain/guardrails/engine.ts'
import { root } from '../support/repository.ts'
import { timeCalls } from './guardrails/call.ts'

const folder = new URL('../fixtures/guardrails/', import.meta.url)
const readRows = <T>(file: string): T[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)

/**
 * Processor time of one call in microseconds: the best of several batches after a warm-up. Not the time
 * on the clock, which on a busy machine says more about its other programs.
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
  return Math.min(...batches)
}

interface Row {
  text: string
  source: string
  label?: string
}
const benign = [
  ...readRows<Row>('benign.jsonl'),
  ...readRows<Row>('injection.jsonl').filter(({ label }) => label === 'benign'),
]

/** The texts of one source, or of all, one after the other. */
function ordinary(length: number, source?: string): string {
  const texts = benign.filter((row) => source === undefined || row.source === source)
  let text = ''
  for (let at = 0; text.length < length; at = (at + 1) % texts.length)
    text += `${texts[at]?.text}\n`
  return text.slice(0, length)
}

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
const require = createRequire(import.meta.url)
const pii = require('@openai/guardrails/dist/checks/pii.js')
const openRedaction = new OpenRedaction()
const entities = Object.values(pii.PIIEntity)
let asked = 0
// What was judged once is remembered by its text: a new last word each time makes it a new text.
const ours = (text: string) => () => {
  asked += 1
  return compiled.check({ stage: 'input', text: `${text} ${asked}` })
}

/** What a prompt is: prose that asks for something. The others are code, tables, logs and word puzzles. */
const prompts = ['awesome-prompts', 'deepset']
const otherTexts = ['self-instruct', 'ifeval', 'notinject', 'human-eval', 'own/structured']

/** The same 2 kB by three packages; ours looks for injections and toxicity as well. */
async function compareOn(source: string): Promise<{ openai: number; redaction: number }> {
  const text = ordinary(2000, source)
  const mine = await timeOf(ours(text), 300)
  const openai = await timeOf(() => pii.pii(null, text, { entities, block: true }), 100)
  const redaction = await timeOf(() => openRedaction.detect(text), 10)
  const ratio = { openai: openai / mine, redaction: redaction / mine }
  console.log(
    `  ${source}: ours ${mine.toFixed(0)}, @openai/guardrails PII ${openai.toFixed(0)} (x${ratio.openai.toFixed(1)}), openredaction ${redaction.toFixed(0)} (x${ratio.redaction.toFixed(1)})`,
  )
  return ratio
}

async function compare(): Promise<boolean> {
  console.log('2 kB, microseconds of processor time; ratios are theirs / ours')
  let isFastEnough = true
  for (const source of prompts) {
    const { openai, redaction } = await compareOn(source)
    isFastEnough &&= openai >= 3 && redaction >= 20
  }
  console.log('  and, without a claim, texts full of numbers, code and trigger words:')
  for (const source of otherTexts) await compareOn(source)
  return isFastEnough
}

/** All of a long text in pieces of 2 kB, so that short and long calls judge the same content. */
const inPieces = (text: string) => () => {
  for (let at = 0; at < text.length; at += 2000) ours(text.slice(at, at + 2000))()
}

async function growth(): Promise<boolean> {
  let isLinear = true
  console.log('growth: time per kB of 200 kB at once / in pieces of 2 kB')
  for (const [name, make] of Object.entries({
    ordinary: (length: number) => ordinary(length),
    ...hostile,
  })) {
    const text = make(200_000)
    const small = (await timeOf(inPieces(text), 2)) / 200
    const large = (await timeOf(ours(text), 2)) / 200
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

/** The engine as a page gets it, in kB. */
async function bundleSize(): Promise<number> {
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rollupOptions: {
        input: join(root, 'shared/domain/guardrails/engine.ts'),
        preserveEntrySignatures: 'strict',
      },
    },
  })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const size =
    outputs.reduce((sum, part) => sum + (part.type === 'chunk' ? part.code.length : 0), 0) / 1024
  console.log(`bundle: ${size.toFixed(0)} kB minified, weights and linear-time engine included`)
  return size
}

const short = benign.map(({ text }) => text).filter(({ length }) => length > 40 && length < 110)
await timeCalls(short, timeOf)

const results = {
  'on prompts at most 1/3 of @openai/guardrails and 1/20 of openredaction': await compare(),
  'per kB of 200 kB at once within twice that in pieces of 2 kB': await growth(),
  'every hostile pattern below 50 ms': hangs(),
  // Last, because the bundler's threads would count as processor time of what is measured.
  'bundle of at most 400 kB': (await bundleSize()) <= 400,
}
for (const [claim, holds] of Object.entries(results))
  console.log(`${holds ? 'holds' : 'FAILS'}: ${claim}`)
if (Object.values(results).includes(false)) process.exitCode = 1
