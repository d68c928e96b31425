import { connect } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { readTls, type TlsAddress } from './options.ts'
import { TlsProblem } from './problems.ts'

/** What the driver needs to know of an address: its TLS options are read already. */
export interface DriverAddress {
  readonly connectionString: string
  readonly ssl?: false | ConnectionOptions
}

/** "Do you speak TLS?" as Postgres's protocol asks it: length 8, code 80877103. */
const REQUEST = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f)
const YES = 'S'.charCodeAt(0)

/**
 * Settles what the connections to an address use. The driver can neither fall back to plain connections,
 * as `prefer` (libpq's default) does, nor say in a code that a server has no TLS: so the server is asked
 * once beforehand. Throws `TlsProblem`, or what a connection fails with.
 */
export async function settleTls(
  connectionString: string,
  timeoutMs: number,
): Promise<DriverAddress> {
  const address = readTls(connectionString)
  if (address === null) return { connectionString }
  const { mode, handshake } = address
  const plain = { connectionString: address.connectionString, ssl: false } as const
  if (mode === 'disable') return plain
  if (await offersTls(address, timeoutMs)) return { ...plain, ssl: handshake }
  if (mode === 'prefer' || mode === 'allow') return plain
  throw new TlsProblem(
    `The server at ${address.host}:${address.port} offers no TLS, which sslmode=${mode} asks for.`,
    'Have TLS switched on at the server, or take sslmode=disable where the network is trusted.',
  )
}

function offersTls({ host, port }: TlsAddress, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    const fail = (code: string) =>
      socket.destroy(Object.assign(new Error(`${host}:${port}: ${code}`), { code }))
    socket.setTimeout(timeoutMs, () => fail('ETIMEDOUT'))
    socket.once('connect', () => socket.write(REQUEST))
    socket.once('error', reject)
    socket.once('end', () => fail('ECONNRESET'))
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(answer[0] === YES)
    })
  })
}
