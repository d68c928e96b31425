import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPostgres, readPostmaster, waitUntil } from '#core/publishing/trial/postmaster.ts'
import { end, SERVERS } from './postgres.ts'

/**
 * Before and after a run of vitest or Playwright: the folder in which its workers keep the Postgres servers that their
 * files share. Nothing is started here, so that a run without Postgres pays nothing.
 */
export default function setup(): () => Promise<void> {
  const servers = mkdtempSync(join(tmpdir(), 'galley-servers-'))
  // mkdtemp makes it private to us; a server that runs as another account must get in.
  chmodSync(servers, 0o755)
  process.env[SERVERS] = servers
  const endAll = () => {
    const running = readdirSync(servers).flatMap((worker) => {
      const server = readPostmaster(join(servers, worker, 'cluster', 'data'))
      return server === null ? [] : [server.pid]
    })
    for (const pid of running) end(pid)
    return running
  }
  // A run that is broken off comes to its exit only.
  process.once('exit', endAll)
  return async () => {
    process.off('exit', endAll)
    const ended = endAll()
    // A server that is still going writes into the folder that is to go.
    await waitUntil(() => !ended.some(isPostgres), 30_000)
    rmSync(servers, { recursive: true, force: true })
  }
}
