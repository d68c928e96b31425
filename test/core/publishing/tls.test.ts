import pg from 'pg'
import { expect, test } from 'vitest'
import { asLibpqMeans } from '#core/publishing/addresses.ts'

/** What the driver makes of an address, without connecting. */
const tlsOf = (query: string): unknown => {
  const connectionString = asLibpqMeans(`postgres://u:p@db.example:5432/prompts${query}`)
  return (new pg.Client({ connectionString }) as unknown as { ssl: unknown }).ssl
}

test('TLS options mean what libpq means by them', () => {
  expect(tlsOf('')).toBe(false)
  expect(tlsOf('?sslmode=disable')).toBe(false)
  // Encrypted, but whoever answers is believed: so says libpq, and the driver alone would not.
  expect(tlsOf('?sslmode=require')).toEqual({ rejectUnauthorized: false })
  // The certificate and the host name are checked, by the system's signers where none is named.
  expect(tlsOf('?sslmode=verify-full')).toEqual({})
})
