import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Spent {
  seconds: number
  /** Of the processor, which other work of the machine does not prolong as it does the wall time. */
  cpuSeconds: number
  peakMb: number
}

/** Often enough to see a peak that lasts, seldom enough not to slow what is measured. */
const LOOK_EVERY_MS = 50

/** Ticks of the clock in which Linux counts processor time. */
const ticksPerSecond = 100

/** What a process and all that it started hold and have used by now, from /proc: Linux only. */
function look(root: number): { residentMb: number; cpuSeconds: number } {
  const tree = new Set([root])
  let kilobytes = 0
  let ticks = 0
  // A child has a higher number than its parent, unless the numbers have begun anew.
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  for (const id of ids.sort((a, b) => a - b)) {
    const status = read(id, 'status')
    const field = (name: string) =>
      Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    if (!tree.has(id) && !tree.has(field('PPid'))) continue
    tree.add(id)
    kilobytes += field('VmRSS')
    // Fields 14 to 17: its own, and that of its children that have ended. The name may hold spaces.
    const fields = read(id, 'stat').split(') ').at(-1)?.split(' ').slice(11, 15) ?? []
    ticks += fields.reduce((sum, one) => sum + Number(one), 0)
  }
  return { residentMb: kilobytes / 1024, cpuSeconds: ticks / ticksPerSecond }
}

/** Empty when the process has ended since it was listed. */
function read(id: number, file: 'status' | 'stat'): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/**
 * Runs a command to its end: wall time, processor time, and the highest memory that it and its
 * children held together.
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
  const most = { peakMb: 0, cpuSeconds: 0 }
  const looks = setInterval(() => {
    const { residentMb, cpuSeconds } = look(child.pid ?? -1)
    most.peakMb = Math.max(most.peakMb, residentMb)
    most.cpuSeconds = Math.max(most.cpuSeconds, cpuSeconds)
  }, LOOK_EVERY_MS)
  try {
    const code = await new Promise((done, fail) => child.on('error', fail).on('close', done))
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${said}`)
  } finally {
    clearInterval(looks)
  }
  return { seconds: (performance.now() - beganAt) / 1000, ...most, said }
}
