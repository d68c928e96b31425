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
  ECONNRESET: { says: 'the connection broke', fix: 'Try again.' },
  '28P01': {
    says: 'it refuses the password',
    fix: 'Add the remote again with the right password.',
  },
  '28000': {
    says: 'it refuses this user',
    fix: 'Check the user name and the server’s pg_hba.conf.',
  },
  '3D000': { says: 'the database does not exist', fix: 'Create it, or name another one.' },
  '53300': { says: 'it has no free connection', fix: 'Try again later.' },
  '57P01': { says: 'it is being shut down', fix: 'Try again when it is back.' },
  '57P03': { says: 'it is starting or stopping', fix: 'Try again in a moment.' },
}

/**
 * What went wrong with a shared store, as the error a user sees; anything that is not the store's
 * doing comes back as it was.
 */
export function asRemoteError(error: unknown, remote: { name: string; address: string }): unknown {
  if (error instanceof GalleyError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (code === '42501') {
    return new GalleyError(
      'not_permitted',
      `Remote "${remote.name}" does not permit that: ${error.message}.`,
      {
        fix: 'Ask its administrator for the role that may.',
        cause: error,
      },
    )
  }
  const known = SENTENCES[code] ?? (isBroken(error, code) ? SENTENCES.ECONNRESET : undefined)
  if (known === undefined) return error
  return new GalleyError(
    'remote_unreachable',
    `Remote "${remote.name}" (${remote.address}) cannot be used: ${known.says}.`,
    { fix: known.fix, cause: error },
  )
}

/** Class 08 (connection exception), and what the driver says without a code. */
function isBroken(error: Error, code: string): boolean {
  if (code.startsWith('08') || code === 'EPIPE') return true
  return code === '' && /terminated|timeout|closed|not queryable/i.test(error.message)
}
