import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, contentHash } from '#shared/domain/hashing/content.ts'

test('members stand in the order of their names, at every depth, and undefined ones are left out', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined, a: null }], a: 'x' })).toBe(
    '{"a":"x","b":[{"a":null,"d":1}]}',
  )
})

test('the hash is SHA-256 of that text in UTF-8', () => {
  const value = { text: 'Grüße 👋', list: [1, 2.5, true] }
  const sha = createHash('sha256').update(canonicalJson(value)).digest('hex')
  expect(contentHash(value)).toBe(sha)
})

test('any JSON value reads back as itself, whatever the order it was written in', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(contentHash(reversed)).toBe(contentHash(value))
    }),
  )
})

test('values that differ have hashes that differ', () => {
  const values = [{}, [], null, '', 0, { a: 1 }, { a: '1' }, { a: [1] }, { a: { b: 1 } }, { ab: 1 }]
  expect(new Set(values.map(contentHash)).size).toBe(values.length)
})
