import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCsv } from './core.ts'

const galley = fileURLToPath(new URL('../../../electron/hosts/launch/galley.mjs', import.meta.url))

interface Spent {
  seconds: number
  peakMb: number
}

/** Runs commands one after the other under GNU time: seconds together, memory of the largest. */
function spend(commands: string[][], env: Record<string, string>): Spent {
  const spent = { seconds: 0, peakMb: 0 }
  for (const command of commands) {
    const result = spawnSync('/usr/bin/time', ['-f', '%e %M', ...command], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })
    const [seconds, kilobytes] = (result.stderr.trim().split('\n').at(-1) ?? '')
      .split(' ')
      .map(Number)
    if (seconds === undefined || kilobytes === undefined || Number.isNaN(seconds)) {
      throw new Error(`Not measured: ${command.join(' ')}\n${result.stderr}`)
    }
    spent.seconds += seconds
    spent.peakMb = Math.max(spent.peakMb, kilobytes / 1024)
  }
  return spent
}

/** The same CSV, the echo provider and one `contains` per row, through both command lines. */
export function comparePromptfoo(rows: number, version: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'galley-bench-'))
  try {
    const ours = runGalley(folder, rows)
    const theirs = runPromptfoo(folder, rows)
    for (const [name, { seconds, peakMb }] of [
      ['galley', ours],
      [`promptfoo ${version}`, theirs],
    ] as const) {
      console.log(`  ${name}: ${seconds.toFixed(1)} s, peak ${peakMb.toFixed(0)} MB`)
    }
    const ratio = (key: keyof Spent) => (theirs[key] / ours[key]).toFixed(1)
    console.log(`  ${ratio('seconds')} × less time, ${ratio('peakMb')} × less memory`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runGalley(folder: string, rows: number): Spent {
  const csv = join(folder, 'bench.csv')
  const text = join(folder, 'bench.txt')
  writeFileSync(csv, makeCsv(rows))
  writeFileSync(text, 'Question {{ number }}: {{ question }}')
  const call = (...verb: string[]) => [process.execPath, galley, ...verb]
  const env = { GALLEY_HOME: join(folder, 'home') }
  return spend(
    [
      call('template', 'create', 'bench', '--file', text),
      call('template', 'save', 'bench'),
      call('dataset', 'import', csv, '--name', 'bench', '--map', 'expected=expected'),
      call(
        'run',
        'start',
        '--dataset',
        'bench',
        '--template',
        'bench@1',
        '--model',
        'echo',
        '--assert',
        'contains',
      ),
    ],
    env,
  )
}

function runPromptfoo(folder: string, rows: number): Spent {
  const csv = join(folder, 'promptfoo.csv')
  const marked = makeCsv(rows)
    .replace('expected', '__expected')
    .replaceAll(',capital of', ',contains:capital of')
  writeFileSync(csv, marked)
  const config = {
    prompts: ['Question {{ number }}: {{ question }}'],
    providers: ['echo'],
    tests: `file://${csv}`,
  }
  const file = join(folder, 'promptfooconfig.json')
  writeFileSync(file, JSON.stringify(config))
  return spend([['promptfoo', 'eval', '-c', file, '--no-table', '--no-progress-bar']], {
    PROMPTFOO_CONFIG_DIR: join(folder, 'promptfoo'),
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
  })
}
