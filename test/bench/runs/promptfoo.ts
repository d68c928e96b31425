import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCsv } from './csv.ts'
import { type Spent, spend } from './process-tree.ts'

const galley = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url))

/** What is demanded: how many times less. */
const TARGETS: Readonly<Record<keyof Spent, number>> = { seconds: 15, cpuSeconds: 15, peakMb: 5 }

/**
 * One configuration and its CSV (the echo provider, one `contains` per row) through both command
 * lines, each a whole process with an empty home. `promptfoo` is the script of its command line.
 */
export async function comparePromptfoo(rows: number, promptfoo: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
  try {
    const config = writeConfig(folder, rows)
    const version = await spend([process.execPath, promptfoo, '--version'], quiet(folder))
    const run = (home: string) =>
      spend([process.execPath, galley, 'run', '--config', config], {
        GALLEY_HOME: join(folder, home),
      })
    const before = await run('before')
    const theirs = await spend(
      [
        ...[process.execPath, promptfoo, 'eval', '-c', config],
        ...['--no-cache', '--no-table', '--no-progress-bar'],
      ],
      quiet(folder),
    )
    // Before and after theirs: a machine with other work does not favour one side.
    const ours = worse(before, await run('after'))
    show('galley run (the worse of two)', ours)
    show(`promptfoo ${version.said.trim()}`, theirs)
    showRatio('wall time', theirs.seconds / ours.seconds, TARGETS.seconds)
    showRatio('processor time', theirs.cpuSeconds / ours.cpuSeconds, TARGETS.cpuSeconds)
    showRatio('peak memory', theirs.peakMb / ours.peakMb, TARGETS.peakMb)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const worse = (one: Spent, other: Spent): Spent => ({
  seconds: Math.max(one.seconds, other.seconds),
  cpuSeconds: Math.max(one.cpuSeconds, other.cpuSeconds),
  peakMb: Math.max(one.peakMb, other.peakMb),
})

function show(name: string, { seconds, cpuSeconds, peakMb }: Spent): void {
  const cpu = `${cpuSeconds.toFixed(1)} s of processor time`
  console.log(`  ${name}: ${seconds.toFixed(1)} s, ${cpu}, peak ${peakMb.toFixed(0)} MB`)
}

function showRatio(what: string, ratio: number, target: number): void {
  const verdict = ratio >= target ? 'reached' : 'MISSED'
  console.log(`  ${ratio.toFixed(1)} × less ${what} (target ≥ ${target} ×: ${verdict})`)
}

/** Nothing leaves the machine, and nothing of the user's own promptfoo is read or written. */
const quiet = (folder: string) => ({
  PROMPTFOO_CONFIG_DIR: join(folder, 'promptfoo'),
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
})

function writeConfig(folder: string, rows: number): string {
  const marked = makeCsv(rows)
    .replace('expected', '__expected')
    .replaceAll(',capital of', ',contains:capital of')
  writeFileSync(join(folder, 'cases.csv'), marked)
  const file = join(folder, 'promptfooconfig.json')
  const config = {
    prompts: ['Question {{ number }}: {{ question }}'],
    providers: ['echo'],
    tests: 'file://cases.csv',
    sharing: false,
  }
  writeFileSync(file, JSON.stringify(config))
  return file
}
