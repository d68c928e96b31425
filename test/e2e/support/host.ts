import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../../out/main/cli.js', import.meta.url))

/** A running `galley serve` of the built bundle on a data folder of its own. */
export interface Host {
  readonly home: string
  /** Opens one browser, once. */
  readonly address: string
  readonly origin: string
  /** Calls the REST interface, as a script would. Throws what the core refuses. */
  api(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<unknown>
  /** Ends the process the hard way, as a crash would. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const addressLine = /Galley is at (\S+)/
const tokenLine = /Authorization: Bearer (\S+?)"/

/** Starts a host; resolves when it says where it is. Rejects with what it printed where it ends first. */
export async function startHost(
  home: string,
  port = 0,
  env: NodeJS.ProcessEnv = {},
): Promise<Host> {
  const child = spawn(process.execPath, [cli, 'serve', '--port', String(port)], {
    env: { ...process.env, GALLEY_HOME: home, NO_COLOR: '1', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { address, token } = await readLines(child)
  const { origin } = new URL(address)
  const ended = once(child, 'exit')
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  return {
    home,
    address,
    origin,
    api: (method, path, body) => callApi(`${origin}/api/v1${path}`, token, method, body),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

async function callApi(
  url: string,
  token: string,
  method: string,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(answer)}`)
  return answer
}

/** What the host prints when it is ready: the address for a browser, the token for scripts. */
function readLines(child: ChildProcess): Promise<{ address: string; token: string }> {
  return new Promise((resolve, reject) => {
    const printed: string[] = []
    const listen = (stream: NodeJS.ReadableStream | null) => {
      if (stream === null) return
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        const text = printed.join('\n')
        const address = addressLine.exec(text)?.[1]
        const token = tokenLine.exec(text)?.[1]
        if (address !== undefined && token !== undefined) resolve({ address, token })
      })
    }
    listen(child.stdout)
    listen(child.stderr)
    child.once('exit', (code) =>
      reject(new Error(`galley serve ended with ${code}:\n${printed.join('\n')}`)),
    )
  })
}

/** A fresh data folder; `remove` takes it away again. */
export function temporaryHome(): { home: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'galley-e2e-'))
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) }
}
