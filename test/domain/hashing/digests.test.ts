import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { md5First52Bits, md5Hex, md5Modulo, md5Salted52Bits } from '#shared/domain/hashing/md5.ts'
import { sha256Hex } from '#shared/domain/hashing/sha256.ts'
import { hasLoneSurrogate } from '#shared/domain/hashing/utf8.ts'

const digest = (algorithm: string, text: string) =>
  createHash(algorithm).update(text, 'utf8').digest('hex')

// Lengths around the block of 64 bytes, where padding takes another block.
const boundaries = [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 65_536]
const texts = [
  ...boundaries.map((length) => 'x'.repeat(length)),
  ...boundaries.map((length) => 'é'.repeat(length)),
  '用户536',
  '👩‍🚀 pilot',
  'NFC \u00e9 and NFD e\u0301',
  'half \ud83d alone',
]

describe('md5', () => {
  test.each(texts.map((text) => [text.slice(0, 20), text.length, text]))(
    'of %s (%i units) is that of node:crypto',
    (_, __, text) => {
      expect(md5Hex(text)).toBe(digest('md5', text))
    },
  )

  test('of any text is that of node:crypto, whole, as 52 bits and modulo', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, prefix) => {
        const hex = digest('md5', prefix + text)
        expect(md5Hex(prefix + text)).toBe(hex)
        expect(md5First52Bits(prefix + text)).toBe(Number.parseInt(hex.slice(0, 13), 16))
        expect(md5Modulo(prefix + text, 100)).toBe(Number(BigInt(`0x${hex}`) % 100n))
      }),
    )
  })

  test('of one text under several salts is that of salt, colon and text, in any order', () => {
    const first52 = (text: string) => Number.parseInt(digest('md5', text).slice(0, 13), 16)
    const salts = fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 6 })
    const few = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(salts, few, (tried, units) => {
        for (const unit of units) {
          for (const salt of tried) {
            expect(md5Salted52Bits(salt, unit)).toBe(first52(`${salt}:${unit}`))
            // Whatever is hashed between must not shine through.
            if (salt.length % 3 === 0) md5Hex(unit + salt)
            if (salt.length % 3 === 1) expect(md5First52Bits(unit)).toBe(first52(unit))
          }
        }
      }),
      { numRuns: 1000 },
    )
    const equal = ['0123456789abcdef', 'fedcba9876543210', 'aaaaaaaaaaaaaaaa']
    for (let round = 0; round < 3; round++) {
      for (const salt of equal) {
        expect(md5Salted52Bits(salt, 'user-1')).toBe(first52(`${salt}:user-1`))
      }
    }
  })
})

describe('sha-256', () => {
  test('of any text is that of node:crypto', () => {
    for (const text of texts) expect(sha256Hex(text)).toBe(digest('sha256', text))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256Hex(text)).toBe(digest('sha256', text))
      }),
    )
  })
})

test('a lone surrogate is found wherever it stands, and only then', () => {
  for (const text of ['\ud83d', 'a\udc00b', '\ud83d\ud83d\ude00', '\ude00\ud83d']) {
    expect(hasLoneSurrogate(text)).toBe(true)
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(hasLoneSurrogate(text)).toBe(false)
    }),
  )
})
