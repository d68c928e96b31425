import { TLS_SENTENCES, TlsProblem } from '#shared/client/tls/problems.ts'
import { GalleyError } from '#shared/contract/errors.ts'

/** SQLSTATE and Node codes that say something a user can act on. */
const SENTENCES: Record<string, { says: string; fix: string }> = {
  ECONNREFUSED: {
    says: 'nothing answers there',
    fix: 'Is the server running, and is the port right?',
  },
  ENOTFOUND: { says: 'its host name is not known', fix: 'Check the host name and the network.' },
  EAI_AGAIN: { says: 'its host name cannot be looked up', fix: 'Check the network.' },
  ETIMEDOUT: { says: 'it does not answer in time', fix: 'Check the network, then try again.' },
  EHOSTUNREACH: { says: 'there is no way to its host', fix: 'Check the network, then try again.' },
  ENETUNREACH: { says: 'there is no network', fix: 'Check the network, then try again.' },
  ECONNRESET: { says: 'the connection broke', fix: 'Try again.' },
  ...TLS_SENTENCES,
  '25006': {
    says: 'it takes no changes, as a standby does',
    fix: 'Nothing was changed. Check whether this is the server that takes them.',
  },
  '28P01': {
    says: 'it refuses the password',
    fix: 'Add the remote again with the right password.',
  },
  '28000': {
    says: 'it refuses this user or this way of connecting',
    fix: 'Check the user name, the sslmode and the server’s pg_hba.conf.',
  },
  '3D000': { says: 'the database does not exist', fix: 'Create it, or name another one.' },
  '53300': { says: 'it has no free connection', fix: 'Try again later.' },
  '55P03': {
    says: 'somebody is using what has to be changed, e.g. a backup or a long query',
    fix: 'Nothing was changed, and nobody had to wait for it. Try again when that has ended.',
  },
  '57014': {
    says: 'the server took longer than it may and gave up',
    fix: 'Nothing was changed. Try again when it has less to do.',
  },
  '57P01': { says: 'it is being shut down', fix: 'Try again when it is back.' },
  '57P02': { says: 'it crashed', fix: 'Try again when it is back.' },
  '57P03': { says: 'it is starting or stopping', fix: 'Try again in a moment.' },
}

/** What the store's own functions raise, by their SQLSTATE: see migrations/postgres/0005. */
const REFUSALS: Record<
  string,
  { code: 'gate_failed' | 'not_permitted' | 'conflict'; fix: string }
> = {
  GL001: { code: 'gate_failed', fix: 'See the plan: it says what the label still asks for.' },
  GL002: { code: 'not_permitted', fix: 'Ask a colleague with a login of their own.' },
  GL003: { code: 'conflict', fix: 'See the list of promotions for what became of it.' },
  '42501': {
    code: 'not_permitted',
    fix: 'Ask its administrator for a role that may: "galley remote check" says which one this login has.',
  },
}

/** Input that no column holds: a number beyond its type, a text that is none, a NUL in one. */
const UNHOLDABLE = new Set(['22003', '22008', '22021', '22P02', '22P05'])

/** Whether a driver's error carries that SQLSTATE. */
export const isState = (error: unknown, state: string): boolean => codeOf(error) === state

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What the connection itself saw: the driver has no codes for these, and texts are no codes. */
export interface ConnectionState {
  /** False: it failed on the way to a connection. */
  readonly isConnected: boolean
  /** The connection ended under the work. */
  readonly isLost: boolean
  /** As long went by as a query may take. */
  readonly isTimedOut: boolean
}

/**
 * What went wrong with a shared store, as the error a user sees; anything that is not the store's
 * doing comes back as it was.
 */
export function asRemoteError(
  error: unknown,
  remote: { name: string; address: string },
  state: ConnectionState,
): unknown {
  if (error instanceof GalleyError || !(error instanceof Error)) return error
  const where = `Remote "${remote.name}" (${remote.address}) cannot be used:`
  if (error instanceof TlsProblem) {
    const message = `${where} ${error.message}`
    return new GalleyError('remote_unreachable', message, { fix: error.fix, cause: error })
  }
  const code = codeOf(error)
  const refusal = REFUSALS[code]
  if (refusal !== undefined) return refused(error, refusal, remote.name)
  if (UNHOLDABLE.has(code)) return unholdable(error, remote.name)
  const known = SENTENCES[code] ?? SENTENCES[lossOf(error, code, state)] ?? troubleOf(error, code)
  if (known === undefined) return error
  return new GalleyError('remote_unreachable', `${where} ${known.says}.`, {
    fix: known.fix,
    cause: error,
  })
}

function refused(
  error: Error,
  { code, fix }: { code: 'gate_failed' | 'not_permitted' | 'conflict'; fix: string },
  name: string,
): GalleyError {
  const state = 'detail' in error && code === 'gate_failed' ? parse(String(error.detail)) : null
  return new GalleyError(code, `Remote "${name}" does not permit that: ${error.message}.`, {
    fix,
    cause: error,
    ...(state === null ? {} : { details: { gate: state } }),
  })
}

function unholdable(error: Error, name: string): GalleyError {
  return new GalleyError('invalid_input', `Remote "${name}" cannot hold that: ${error.message}.`, {
    fix: 'Check the numbers and texts that were given.',
    cause: error,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * Classes of SQLSTATE that are the server's trouble and not the caller's: it had to choose between
 * transactions (40), lacks room (53), was interfered with (57), or broke (58, XX). Later it may do it.
 */
const TROUBLE = /^(?:40|53|57|58|XX)...$/

const troubleOf = (error: Error, code: string) =>
  TROUBLE.test(code)
    ? { says: `it says: ${error.message}`, fix: 'Try again later, or ask its administrator.' }
    : undefined

/** Class 08 is a connection exception; sockets and TLS have codes of Node; the rest is what was seen. */
function lossOf(error: Error, code: string, state: ConnectionState): string {
  if (code.startsWith('08') || code === 'EPIPE' || code.startsWith('ERR_SSL')) return 'ECONNRESET'
  // Errors of a server have a code, bugs of a program mostly a class of their own.
  if (code !== '' || error.constructor !== Error) return ''
  if (state.isTimedOut) return 'ETIMEDOUT'
  return state.isLost || !state.isConnected ? 'ECONNRESET' : ''
}
