import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RenderCase } from '#shared/render/cases.ts'

export type PythonResult =
  | { readonly output: string }
  | { readonly error: { readonly class: string; readonly phase: string; readonly message: string } }

const script = fileURLToPath(new URL('render.py', import.meta.url))

/** Why Python's Jinja2 cannot be asked, or undefined if it can. */
export function whyNoPython(): string | undefined {
  const probe = spawnSync('python3', ['-c', 'import jinja2; print(jinja2.__version__)'], {
    encoding: 'utf8',
  })
  if (probe.error !== undefined) return 'there is no python3'
  return probe.status === 0 ? undefined : 'python3 has no jinja2 (on Debian: python3-jinja2)'
}

/** What Python makes of each case, in order. */
export function askPython(cases: readonly RenderCase[]): PythonResult[] {
  const input = cases.map((item) => `${JSON.stringify(item)}\n`).join('')
  const { stdout, stderr, status } = spawnSync('python3', [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`The oracle failed: ${stderr.slice(-500)}`)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PythonResult)
}
