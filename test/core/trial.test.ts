import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { RemoteConnections } from '#core/publishing/remotes/connections.ts'
import { canReach, serverAccount } from '#core/publishing/trial/account.ts'
import { binariesIn, copyBinaries, shippedFolder } from '#core/publishing/trial/binaries.ts'
import { isPostgres, readPostmaster, waitUntil } from '#core/publishing/trial/postmaster.ts'
import { type LocalServer, startServer } from '#core/publishing/trial/server.ts'
import type { RemoteId } from '#shared/contract/base.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { listLogger, memorySecrets, testFolder } from '../support/core.ts'
import { query } from '../support/postgres.ts'

const settings = { fsync: 'off' }

/** A folder that every account may enter, as a data folder usually is. */
function openFolder(): string {
  const folder = testFolder('galley-trial-')
  chmodSync(folder, 0o755)
  return folder
}

async function start(folder: string): Promise<LocalServer> {
  const server = await startServer({ folder, settings })
  onTestFinished(() => server.stop())
  return server
}

/** Starts a server from a process of its own and kills that process. */
async function startAndKill(folder: string): Promise<number> {
  const program = fileURLToPath(new URL('../support/processes/trial-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (data) => resolve(Number(data))),
  )
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  return port
}

test('a server that outlived its killed process is found and then stopped with us', async () => {
  const folder = openFolder()
  const port = await startAndKill(folder)
  const server = await startServer({ folder, settings })
  expect(server.port).toBe(port)
  expect(await query(server.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
  const { pid } = readPostmaster(join(folder, 'cluster/data')) ?? { pid: 0 }
  expect(isPostgres(pid)).toBe(true)
  await server.stop()
  expect(isPostgres(pid)).toBe(false)
})

test('a note that names a process which is no server does not stop the next start', async () => {
  const folder = openFolder()
  const first = await startServer({ folder, settings })
  await query(first.connectionString(), 'create table kept (a int)')
  await first.stop()
  // Services that were given the address find the server there again.
  const second = await startServer({ folder, settings })
  expect(second.port).toBe(first.port)
  await second.stop()
  const note = join(folder, 'cluster/data/postmaster.pid')
  writeFileSync(note, `${process.pid}\n/nowhere\n0\n1\n\n\n\nready\n`)
  const again = await start(folder)
  expect(await query(again.connectionString(), 'select * from kept')).toEqual([])
})

test('two who start at once share one server; it is stopped with what it was started for', async () => {
  const dataFolder = openFolder()
  const folder = join(dataFolder, 'trial/own')
  const servers = await Promise.all([start(folder), start(folder)])
  expect(servers[0].port).toBe(servers[1].port)
  for (const server of servers) await server.stop()

  const logger = listLogger()
  const environment = { dataFolder, logger, secrets: memorySecrets() }
  const remote: Remote = {
    id: 'own' as RemoteId,
    name: 'own',
    kind: 'trial',
    address: 'this machine',
    createdAt: '2026-01-01T00:00:00.000Z',
  }
  const runningPid = () => readPostmaster(join(folder, 'cluster/data'))?.pid ?? null
  const broken = { number: 1, name: 'broken', up: 'no SQL', down: '', hash: '' }
  const failing = new RemoteConnections(environment, [broken])
  await expect(failing.withStore(remote, async () => {})).rejects.toThrow('syntax error')
  expect(runningPid()).toBeNull()

  const connections = new RemoteConnections(environment, [])
  onTestFinished(() => connections.close())
  const ask = () => connections.withStore(remote, (client) => client.query('select 1'))
  await ask()
  const pid = runningPid() ?? 0
  process.kill(pid, 'SIGINT')
  // The connection that waits in the pool hears of it, too.
  const isOver = () => !isPostgres(pid) && logger.lines.length > 0
  expect(await waitUntil(isOver, 60_000)).toBe(true)
  // All of them meet the server that is gone, and all of them the one that is started again.
  expect(await Promise.all([ask(), ask(), ask(), ask()])).toHaveLength(4)
  expect(runningPid()).not.toBe(pid)
})

test('only this machine can reach it, and only with the password', async () => {
  const folder = openFolder()
  const server = await start(folder)
  const url = new URL(server.connectionString())
  const listening = await query(server.connectionString(), 'show listen_addresses')
  expect(listening).toEqual([{ listen_addresses: '127.0.0.1' }])
  url.password = 'wrong'
  await expect(query(url.toString(), 'select 1')).rejects.toMatchObject({ code: '28P01' })
  expect(statSync(join(folder, 'cluster/password')).mode & 0o777).toBe(0o600)
  const facts = await query(
    server.connectionString(),
    `select current_setting('server_encoding') as encoding, datcollate from pg_database where datname = 'postgres'`,
  )
  expect(facts).toEqual([{ encoding: 'UTF8', datcollate: 'C' }])
})

test('a folder that the account of the server cannot enter is seen as such', () => {
  const folder = openFolder()
  const inner = join(folder, 'private')
  mkdirSync(inner, { mode: 0o700 })
  const stranger = { uid: 64_001, gid: 64_001 }
  expect(canReach(stranger, folder)).toBe(true)
  expect(canReach(stranger, inner)).toBe(false)
  expect(canReach(null, inner)).toBe(true)
})

test.runIf(process.getuid?.() === 0)(
  'as root, an unprivileged account that exists is taken and none is made',
  () => {
    const passwd = join(openFolder(), 'passwd')
    const before = readFileSync('/etc/passwd', 'utf8')
    writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n')
    expect(serverAccount(passwd)).toEqual({ uid: 65_534, gid: 65_533 })
    writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\n')
    expect(() => serverAccount(passwd)).toThrow(/refuses to run as root/)
    expect(readFileSync('/etc/passwd', 'utf8')).toBe(before)
  },
)

test('binaries that cannot be used where they lie are copied, even under a private umask', async () => {
  const folder = openFolder()
  const before = process.umask(0o077)
  const native = copyBinaries(shippedFolder(), folder)
  process.umask(before)
  const binaries = { ...binariesIn(join(native, 'bin')), libraries: join(native, 'lib') }
  const server = await startServer({ folder, settings, binaries })
  onTestFinished(() => server.stop())
  expect(await query(server.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test.runIf(process.getuid?.() === 0)(
  'as root with a private data folder, the server lives where its account can',
  async () => {
    const folder = join(openFolder(), 'home')
    mkdirSync(folder, { mode: 0o700 })
    const server = await start(join(folder, 'trial'))
    expect(await query(server.connectionString(), 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(join(folder, 'trial/cluster'))).toBe(false)
  },
)
