import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Spent {
  seconds: number
  peakMb: number
}

/** Often enough to see a peak that lasts, seldom enough not to slow what is measured. */
const LOOK_EVERY_MS = 50

/** Resident memory of a process and all that it started, in MB, from /proc: Linux only. */
function residentMb(root: number): number {
  const tree = new Set([root])
  let kilobytes = 0
  // A child has a higher number than its parent, unless the numbers have begun anew.
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  for (const id of ids.sort((a, b) => a - b)) {
    const status = readStatus(id)
    const field = (name: string) =>
      Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    if (!tree.has(id) && !tree.has(field('PPid'))) continue
    tree.add(id)
    kilobytes += field('VmRSS')
  }
  return kilobytes / 1024
}

/** Empty when the process has ended since it was listed. */
function readStatus(id: number): string {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8')
  } catch {
    return ''
  }
}

/**
 * Runs a command to its end: wall time, and the highest memory that it and its children held
 * together.
 * @throws with what it wrote when it does not end with 0.
 */
export async function spend(command: readonly string[], env: Record<string, string>) {
  const [program = '', ...args] = command
  const beganAt = performance.now()
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const keep = (piece: Buffer) => {
    said = (said + piece.toString()).slice(-2000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  let peakMb = 0
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(child.pid ?? -1))
  }, LOOK_EVERY_MS)
  try {
    const code = await new Promise((done, fail) => child.on('error', fail).on('close', done))
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${said}`)
  } finally {
    clearInterval(look)
  }
  return { seconds: (performance.now() - beganAt) / 1000, peakMb, said }
}
