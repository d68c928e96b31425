// The run engine in process (cells per second, memory, pages of results) and, where
// GALLEY_BENCH_PROMPTFOO names promptfoo's script, the same CSV through both command lines.
// GALLEY_BENCH_ROWS is the number of its rows. `npm run bench -- runs`; `-- runs engine`, `grid`, `cli` does one part.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureGrid } from './runs/grid.ts'
import type { Measured } from './runs/measure.ts'
import { comparePromptfoo } from './runs/promptfoo.ts'
import { printFigures } from './workbench/figures.ts'

const script = (name: string) => fileURLToPath(new URL(`./runs/${name}.ts`, import.meta.url))

async function inFolder<Value>(work: (dataFolder: string) => Value): Promise<Awaited<Value>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
  try {
    return await work(dataFolder)
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** A dataset of so many rows and a finished run over it, made and measured in their own processes. */
function measureIn(dataFolder: string, rows: number, guardrails: 'on' | 'off'): Measured {
  execFileSync(process.execPath, [script('prepare'), dataFolder, String(rows)])
  const call = [script('measure'), dataFolder, String(rows), guardrails]
  return JSON.parse(execFileSync(process.execPath, call, { encoding: 'utf8' })) as Measured
}

const measure = (rows: number, guardrails: 'on' | 'off') =>
  inFolder((folder) => measureIn(folder, rows, guardrails))

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

async function measureEngine(): Promise<void> {
  console.log('Engine in process: echo, one contains per row\n')
  const small = await measure(10_000, 'off')
  show('without guardrails', small)
  const large = await measure(100_000, 'off')
  show('without guardrails', large)
  show('default guardrails', await measure(10_000, 'on'))

  const flatness = large.peakMb / small.peakMb
  console.log(`\npeak memory, 100,000 against 10,000 rows: ${flatness.toFixed(2)} ×`)
  console.log('\nA page of 200 of the 100,000-row run (median of 7)')
  console.log(`  first ${ms(large.firstPageMs)}, last ${ms(large.lastPageMs)}`)
  console.log(`  failed, of which there is none ${ms(large.failedPageMs)}`)
  console.log(`  differing, of which there is none ${ms(large.differingPageMs)}`)
}

/** The results page on 100,000 rows, in a real Chromium on the browser host. */
async function measurePage(): Promise<void> {
  console.log('\nIn the browser (needs a build)')
  await inFolder(async (dataFolder) => {
    measureIn(dataFolder, 100_000, 'off')
    printFigures(await measureGrid(dataFolder))
  })
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

const part = process.argv[2]
if (part === undefined || part === 'engine') await measureEngine()
if (part === undefined || part === 'grid') await measurePage()
if (part === undefined || part === 'cli') await measureCommandLines()
