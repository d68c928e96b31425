import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { TlsProblem } from './problems.ts'

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type TlsMode = (typeof MODES)[number]

/** The options of an address that are about TLS: read here, and kept from the driver, which reads them otherwise. */
const OWN = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'uselibpqcompat']

export interface TlsAddress {
  /** Without what was read. */
  readonly connectionString: string
  readonly host: string
  readonly port: number
  readonly mode: TlsMode
  /** What the handshake is given; not used with `disable`. */
  readonly handshake: ConnectionOptions
}

/**
 * Reads `sslmode`, `sslrootcert`, `sslcert`, `sslkey` and `sslpassword` of a connection string as libpq
 * does, its variables PGSSL… and its files in ~/.postgresql included. Null for what goes through a Unix
 * socket, where there is no TLS. Throws `TlsProblem` for what cannot be met. One deviation: `verify-full`
 * without any file of signers trusts those of the system, as `sslrootcert=system` does.
 */
export function readTls(
  connectionString: string,
  environment: NodeJS.ProcessEnv = process.env,
  home = join(homedir(), '.postgresql'),
): TlsAddress | null {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null
  const host = url?.searchParams.get('host') ?? decodeURIComponent(url?.hostname ?? '')
  if (url === null || host === '' || host.startsWith('/')) return null
  const given = (name: string) =>
    url.searchParams.get(name) || environment[`PG${name.toUpperCase()}`] || null
  const inHome = (name: string) => (existsSync(join(home, name)) ? join(home, name) : null)
  const root = given('sslrootcert') ?? inHome('root.crt')
  const mode = modeOf(given('sslmode'), root === 'system')
  const cert = given('sslcert') ?? inHome('postgresql.crt')
  const key = given('sslkey') ?? inHome('postgresql.key')
  const passphrase = given('sslpassword')
  const handshake =
    mode === 'disable'
      ? {}
      : {
          ...checksOf(mode, root === null || root === 'system' ? null : read('sslrootcert', root)),
          ...(cert === null ? {} : { cert: read('sslcert', cert) }),
          ...(cert === null || key === null ? {} : { key: read('sslkey', key) }),
          ...(passphrase === null ? {} : { passphrase }),
        }
  const port = Number(url.searchParams.get('port') || url.port || 5432)
  for (const name of OWN) url.searchParams.delete(name)
  return { connectionString: url.toString(), host: unbracketed(host), port, mode, handshake }
}

const unbracketed = (host: string) => host.replace(/^\[(.+)\]$/, '$1')

function modeOf(given: string | null, isSystem: boolean): TlsMode {
  const mode = MODES.find((one) => one === given)
  if (given !== null && mode === undefined) {
    throw new TlsProblem(
      `There is no sslmode "${given}".`,
      `Give one of ${MODES.slice(0, -1).join(', ')} or ${MODES.at(-1)}.`,
    )
  }
  // The system's signers vouch for all the world's servers: without the name they vouch for nothing.
  if (isSystem && mode !== undefined && mode !== 'verify-full') {
    throw new TlsProblem(
      `sslrootcert=system needs sslmode=verify-full, not ${mode}.`,
      'Take sslmode=verify-full, or name a file of signers.',
    )
  }
  return mode ?? (isSystem ? 'verify-full' : 'prefer')
}

/** `require` checks the signer where one is given, as it does in libpq. */
function checksOf(mode: TlsMode, ca: string | null): ConnectionOptions {
  const signer = ca === null ? {} : { ca }
  if (mode === 'verify-full') return signer
  if (mode === 'verify-ca' && ca === null) {
    throw new TlsProblem(
      'sslmode=verify-ca needs the certificate of the signer.',
      'Name its file with sslrootcert=FILE, or take sslmode=verify-full for the system’s signers.',
    )
  }
  if (ca === null || mode === 'prefer' || mode === 'allow') return { rejectUnauthorized: false }
  return { ...signer, checkServerIdentity: () => undefined }
}

function read(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new TlsProblem(
      `The file "${path}" of ${option} cannot be read.`,
      'Check its path and who may read it.',
      { cause },
    )
  }
}
