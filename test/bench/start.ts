// How long a command line takes from the shell's view, beside a bare Node that does nothing.
// `npm run bench -- start` (builds first when sources changed).

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../support/repository.ts'

const home = mkdtempSync(join(tmpdir(), 'galley-bench-'))
const rounds = 15

/** Median of the wall times of a process, in milliseconds; the first start is not counted. */
function medianMs(args: string[]): number {
  const times: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now()
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, GALLEY_HOME: home },
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stderr)
    if (round > 0) times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

const launch = 'electron/hosts/launch/galley.mjs'
spawnSync(process.execPath, ['electron/hosts/launch/build.mjs', 'core'], {
  cwd: root,
  stdio: 'inherit',
})
const bare = medianMs(['--eval', '0'])
const rows: [string, number][] = [
  ['bare Node', bare],
  ['galley --version', medianMs([launch, '--version'])],
  ['galley template list (opens the workspace)', medianMs([launch, 'template', 'list'])],
]
rmSync(home, { recursive: true, force: true })
for (const [what, ms] of rows) {
  console.log(
    `${what.padEnd(44)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bare).toFixed(1)} × bare Node`,
  )
}
