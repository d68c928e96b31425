import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readTls } from '#shared/client/tls/options.ts'
import type { TlsProblem } from '#shared/client/tls/problems.ts'
import { hasOpenssl, makeAuthority } from '../../support/certificates.ts'
import { openClient } from '../../support/client/client.ts'
import { makeTestCore, memorySecrets } from '../../support/core.ts'
import { query, startTestPostgres, type TestPostgres } from '../../support/postgres.ts'
import { setUpStore } from '../../support/schema.ts'
import { saveVersion } from '../../support/workspaces.ts'

/** What the handshake is given for the options behind an address. */
const handshakeOf = (options: string, environment = {}) => {
  const read = readTls(`postgres://u:p@db.example/prompts${options}`, environment, '/nowhere')
  return read === null ? null : { mode: read.mode, ...read.handshake }
}

describe('TLS options mean what libpq means by them', () => {
  test('each mode checks what it says', () => {
    expect(handshakeOf('')).toEqual({ mode: 'prefer', rejectUnauthorized: false })
    expect(handshakeOf('?sslmode=disable')).toEqual({ mode: 'disable' })
    expect(handshakeOf('?sslmode=require')).toEqual({ mode: 'require', rejectUnauthorized: false })
    expect(handshakeOf('?sslmode=verify-full')).toEqual({ mode: 'verify-full' })
    expect(handshakeOf('?sslrootcert=system')).toEqual({ mode: 'verify-full' })
    expect(handshakeOf('', { PGSSLMODE: 'disable' })).toEqual({ mode: 'disable' })
    expect(readTls('postgres:///prompts?host=/run/postgresql')).toBeNull()
    expect(readTls('postgres://u@h/d?sslmode=disable&x=1')?.connectionString).toBe(
      'postgres://u@h/d?x=1',
    )
  })

  test.each([
    ['?sslmode=verfy-full', /no sslmode "verfy-full"/, /verify-ca or verify-full/],
    ['?sslmode=verify-ca', /needs the certificate of the signer/, /sslrootcert=FILE/],
    ['?sslmode=require&sslrootcert=system', /needs sslmode=verify-full/, /verify-full/],
    ['?sslrootcert=/no/such.crt', /"\/no\/such.crt" of sslrootcert cannot be read/, /path/],
  ])('%s is refused with what to change', (options, message, fix) => {
    expect(() => handshakeOf(options)).toThrow(message)
    try {
      handshakeOf(options)
    } catch (error) {
      expect((error as TlsProblem).fix).toMatch(fix)
    }
  })

  test('a server without TLS is refused where TLS is asked for', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end('N')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const address = `postgres://u@127.0.0.1:${port}/d?sslmode=require`
    expect(await check(address)).toMatchObject({
      isReachable: false,
      message: expect.stringContaining('offers no TLS, which sslmode=require asks for'),
      fix: expect.stringContaining('switched on at the server'),
    })
  })
})

/** What the workbench says of a remote. */
async function check(connectionString: string) {
  const core = await makeTestCore()
  await core.client.remote.add({ name: 'shop', connectionString })
  return core.client.remote.check({ remote: 'shop' })
}

describe.skipIf(!hasOpenssl())('a Postgres with TLS (openssl makes its certificate)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'galley-tls-'))
  let postgres: TestPostgres
  let signer: string
  let client: { cert: string; key: string }
  /** The same database by another name of its host, with options. */
  let address: (host: string, options: string) => string

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    const authority = makeAuthority(folder)
    const server = authority.sign('localhost')
    client = authority.sign('postgres')
    signer = authority.signer
    postgres = await startTestPostgres({
      settings: {
        ssl: 'on',
        ssl_cert_file: server.cert,
        ssl_key_file: server.key,
        ssl_ca_file: signer,
      },
    })
    const database = await postgres.createDatabase()
    await setUpStore(database)
    address = (host, options) => database.replace('127.0.0.1', host) + options
  }, 60_000)
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true })
  })

  /** How the workbench's connection is encrypted, in the server's own words. */
  async function encryption(connectionString: string) {
    const core = await makeTestCore({ secrets: memorySecrets() })
    await core.client.remote.add({ name: 'shop', connectionString })
    await core.client.publishing.list({ remote: 'shop' })
    const [row] = await query(
      address('127.0.0.1', ''),
      `select ssl, client_dn as "as" from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'galley' order by backend_start desc limit 1`,
    )
    return row
  }

  test('it is used unless it is switched off; a certificate of our own is shown', async () => {
    expect(await encryption(address('127.0.0.1', ''))).toMatchObject({ ssl: true })
    expect(await encryption(address('127.0.0.1', '?sslmode=disable'))).toMatchObject({ ssl: false })
    const own = `?sslmode=verify-full&sslrootcert=${signer}&sslcert=${client.cert}&sslkey=${client.key}`
    expect(await encryption(address('localhost', own))).toEqual({ ssl: true, as: '/CN=postgres' })
  })

  test('a wrong name and an unknown signer are refused by verify-full, the name alone not by verify-ca', async () => {
    const trusted = `&sslrootcert=${signer}`
    expect(await check(address('127.0.0.1', `?sslmode=verify-full${trusted}`))).toMatchObject({
      isReachable: false,
      message: expect.stringContaining('its certificate is for another host name'),
      fix: expect.stringContaining('sslmode=verify-ca'),
    })
    expect(await check(address('localhost', '?sslmode=verify-full'))).toMatchObject({
      isReachable: false,
      message: expect.stringContaining('its certificate is signed by nobody known'),
      fix: expect.stringContaining('sslrootcert=FILE'),
    })
    expect(await check(address('127.0.0.1', `?sslmode=verify-ca${trusted}`))).toMatchObject({
      isReachable: true,
    })
  })

  test('the client reads under the same rules, and says the same of a certificate it refuses', async () => {
    const core = await makeTestCore()
    const connectionString = address('localhost', `?sslmode=verify-full&sslrootcert=${signer}`)
    await core.client.remote.add({ name: 'shop', connectionString })
    const version = await saveVersion(core, 'welcome', 'Hello')
    await core.client.publishing.publish({ remote: 'shop', template: 'welcome', version })
    const served = openClient({ connectionString, logging: false })
    expect(await served.getActivePrompt('welcome')).toMatchObject({ version: 1 })
    const refused = openClient({
      connectionString: address('127.0.0.1', `?sslmode=verify-full&sslrootcert=${signer}`),
      logging: false,
      cache: { firstCallMs: 2_000 },
    })
    expect(await refused.getActivePrompt('welcome')).toBeNull()
    expect(refused.problems[0]?.message).toMatch(/certificate is for another host name.*verify-ca/)
  })
})
