import { GalleyError } from '#shared/contract/errors.ts'

/**
 * Host, port and database of a connection string, as the driver will take them: what may be stored and
 * shown. Throws `invalid_input` for a string that is no Postgres URL, without repeating it: it may hold a
 * password.
 */
export function addressOf(connectionString: string): string {
  const url = URL.parse(connectionString)
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw noAddress()
  // Named as options they count more than in their place: so libpq and the driver have it.
  const host = url.searchParams.get('host') || url.hostname
  const port = url.searchParams.get('port') || url.port || '5432'
  const [database] = [url.pathname.slice(1), url.username, url.password].map(decoded)
  if (host === '') throw noAddress()
  return `${host}:${port}/${database || 'postgres'}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw noAddress('Write a percent sign as %25.')
  }
}

const noAddress = (more = '') =>
  new GalleyError('invalid_input', 'That is not the address of a Postgres database.', {
    fix: `Give it as postgres://user:password@host:5432/database. ${more}`.trim(),
    where: { field: 'connectionString' },
  })
