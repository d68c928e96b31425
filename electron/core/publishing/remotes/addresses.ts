import { GalleyError } from '#shared/contract/errors.ts'

/**
 * Host, port and database of a connection string: what may be stored and shown. Throws `invalid_input`
 * for a string that is no Postgres URL, without repeating it: it may hold a password.
 */
export function addressOf(connectionString: string): string {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') {
    throw new GalleyError('invalid_input', 'That is not the address of a Postgres database.', {
      fix: 'Give it as postgres://user:password@host:5432/database.',
      where: { field: 'connectionString' },
    })
  }
  const database = decodeURIComponent(url.pathname.slice(1)) || 'postgres'
  return `${url.hostname}:${url.port || '5432'}/${database}`
}
