// The run engine in process (cells per second, memory, pages of results) and, where
// GALLEY_BENCH_PROMPTFOO names promptfoo's script, the same CSV through both command lines.
// GALLEY_BENCH_ROWS is the number of its rows. `npm run bench -- runs`; `-- runs cli` does only that.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Measured } from './runs/measure.ts'
import { comparePromptfoo } from './runs/promptfoo.ts'

const script = (name: string) => fileURLToPath(new URL(`./runs/${name}.ts`, import.meta.url))

function measure(rows: number, guardrails: 'on' | 'off'): Measured {
  const dataFolder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
  try {
    execFileSync(process.execPath, [script('prepare'), dataFolder, String(rows)])
    const call = [script('measure'), dataFolder, String(rows), guardrails]
    return JSON.parse(execFileSync(process.execPath, call, { encoding: 'utf8' })) as Measured
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const ms = (value: number) => `${value.toFixed(1)} ms`

function show(
  name: string,
  { rows, cellsPerSecond, cellsPerCpuSecond, peakMb, idleMb }: Measured,
): void {
  console.log(
    `${name}: ${whole(rows)} cells at ${whole(cellsPerSecond)}/s (${whole(cellsPerCpuSecond)} per second of processor time), peak ${whole(peakMb)} MB (idle core ${whole(idleMb)} MB)`,
  )
}

function measureEngine(): void {
  console.log('Engine in process: echo, one contains per row\n')
  const small = measure(10_000, 'off')
  show('without guardrails', small)
  const large = measure(100_000, 'off')
  show('without guardrails', large)
  show('default guardrails', measure(10_000, 'on'))

  const flatness = large.peakMb / small.peakMb
  console.log(`\npeak memory, 100,000 against 10,000 rows: ${flatness.toFixed(2)} ×`)
  console.log('\nA page of 200 of the 100,000-row run (median of 7)')
  console.log(`  first ${ms(large.firstPageMs)}, last ${ms(large.lastPageMs)}`)
  console.log(`  failed, of which there is none ${ms(large.failedPageMs)}`)
  console.log(`  differing, of which there is none ${ms(large.differingPageMs)}`)
}

async function measureCommandLines(): Promise<void> {
  const rows = Number(process.env.GALLEY_BENCH_ROWS ?? 10_000)
  const promptfoo = process.env.GALLEY_BENCH_PROMPTFOO
  console.log(`\nWhole processes, ${whole(rows)} rows of CSV`)
  if (promptfoo) await comparePromptfoo(rows, promptfoo)
  else
    console.log(
      '  skipped: install promptfoo and name it, GALLEY_BENCH_PROMPTFOO=…/node_modules/promptfoo/dist/src/entrypoint.js',
    )
}

if (process.argv[2] !== 'cli') measureEngine()
await measureCommandLines()
