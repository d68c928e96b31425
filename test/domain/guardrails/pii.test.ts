import { describe, expect, it } from 'vitest'
import { passesLuhn } from '#shared/domain/guardrails/pii/card.ts'
import { findPii } from '#shared/domain/guardrails/pii/find.ts'
import { passesMod97 } from '#shared/domain/guardrails/pii/iban.ts'
import { parseV6 } from '#shared/domain/guardrails/pii/ip.ts'
import { read } from '#shared/domain/guardrails/text/reading.ts'
import { piiEntities } from '#shared/domain/guardrails/types.ts'

/** Entity and text of everything found, as `ENTITY:text`. */
const found = (text: string): string[] =>
  findPii(read(text), piiEntities).map(
    ({ entity, start, end }) => `${entity}:${text.slice(start, end)}`,
  )

describe('checksums and grammars', () => {
  it('follow their standards', () => {
    expect(passesLuhn('4111111111111111')).toBe(true)
    expect(passesLuhn('4111111111111112')).toBe(false)
    expect(passesMod97('DE89370400440532013000')).toBe(true)
    expect(passesMod97('DE88370400440532013000')).toBe(false)
    expect(parseV6('::ffff:192.0.2.1')).toEqual([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x201])
    expect(parseV6('1:2:3:4:5:6:7::')).toEqual([1, 2, 3, 4, 5, 6, 7, 0])
    expect(parseV6('1::2::3')).toBeNull()
    expect(parseV6('1:2:3:4:5:6:7:8:9')).toBeNull()
  })
})

describe('phone numbers', () => {
  it.each([
    ['Call +49 (0)30 901820 today', '+49 (0)30 901820'],
    ['Tel.: 089/1234567', '089/1234567'],
    ['Mobil: 0171 2345678', '0171 2345678'],
    ['T: 020 7946 0958', '020 7946 0958'],
    ['📞 0171 2345678', '0171 2345678'],
    ['{"phoneNumber":"2025550143"}', '2025550143'],
    ['phone_number = 2025550143', '2025550143'],
    ['ring me on 07700 900 123 please', '07700 900 123'],
    ['Ligue para (11) 98765-4321', '(11) 98765-4321'],
    ['携帯 090-1234-5678 です', '090-1234-5678'],
    ['طلب: هاتف ٠٥٠١٢٣٤٥٦٧', '٠٥٠١٢٣٤٥٦٧'],
    ['+1 (212) 555-0144 ext. 12', '+1 (212) 555-0144 ext. 12'],
    ['212.555.0144 or later', '212.555.0144'],
    ['Mob. 98765-43210', '98765-43210'],
    ['https://example.org/?phone=2025550143&lang=en', '2025550143'],
    ['tel: 030 1234567 = office', '030 1234567'],
    [
      'Call me at two one two, five five five, zero one four four',
      'two one two, five five five, zero one four four',
    ],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([`PHONE:${expected}`])
  })

  it('come one by one out of a list', () => {
    expect(found('Contact: +1-800-555-0199, +1.800.555.0199, 1-800-555-0199')).toEqual([
      'PHONE:+1-800-555-0199',
      'PHONE:+1.800.555.0199',
      'PHONE:1-800-555-0199',
    ])
  })

  it.each([
    'the numbers 0, 1, 2, 3, 4, 5, 6, 7, 8, 9',
    'Invoice 2025550143 is due on 2026-11-21.',
    'call 20260101 tests, of which 12.5% failed',
    'The years 2019 2020 2021 2022 were good.',
    'Version 10.0.19045.4052 shipped on 12.03.2024.',
    'Population: 1 234 567 890',
    'SKU 212-555-0144-A',
    'a[0], a[1], a[2] = 12, 345, 6789',
    'Thus the phone can hold 10800-2500=<<10800-2500=8300>>8300 photographs.',
    'To work off the calls she needs 2000/1000 = 2 weeks, and 240000/20*3 after that.',
    'the number of graduates is 6000-950-300=4750',
  ])('leaves alone: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('secrets', () => {
  const random = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'
  it.each([
    [`OPENAI_API_KEY=sk-proj-${random}`, `sk-proj-${random}`],
    [`key: sk-ant-api03-${random}`, `sk-ant-api03-${random}`],
    ['aws AKIAIOSFODNN7EXAMPLE.', 'AKIAIOSFODNN7EXAMPLE'],
    [`token ghp_${random}`, `ghp_${random}`],
    [`api_key = "${random}"`, random],
    [`Authorization: Bearer ${random}`, random],
    [
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dozjgNryP4J3jVmNHl0w5N',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dozjgNryP4J3jVmNHl0w5N',
    ],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual([`API_KEY:${expected}`])
  })

  it('takes user name and password of a URL, and no e-mail address out of it', () => {
    expect(found('postgres://app:s3cr3t@db.example.com/main')).toEqual([
      'URL_CREDENTIALS:app:s3cr3t',
    ])
    expect(found('https://user:<password>@example.com')).toEqual([])
    expect(found('git@github.com:owner/repo.git')).toEqual([])
  })

  it.each([
    'api_key: your-api-key-goes-here-please',
    'the secret key to success is patience',
    'token: TODO_REPLACE_THIS_VALUE_LATER',
  ])('leaves alone: %s', (text) => expect(found(text)).toEqual([]))
})

describe('spans', () => {
  it('refer to the original text, whatever stands in front and inside', () => {
    const text = '𝒳 👩‍👩‍👧 mail: ｊane@ex\u200bample.com, card ４１１１ 1111 1111 1111!'
    expect(found(text)).toEqual([
      'EMAIL:ｊane@ex\u200bample.com',
      'CREDIT_CARD:４１１１ 1111 1111 1111',
    ])
  })

  it('do not overlap: the stricter reading wins', () => {
    expect(found('IBAN DE89 3704 0044 0532 0130 00')).toEqual(['IBAN:DE89 3704 0044 0532 0130 00'])
    expect(found('phone or card: 4111 1111 1111 1111')).toEqual(['CREDIT_CARD:4111 1111 1111 1111'])
  })

  it('of network prefixes belong to networks and not to hosts', () => {
    expect(found('route 10.0.0.0/8')).toEqual(['IP:10.0.0.0/8'])
    expect(found('host 192.168.7.9/24')).toEqual(['IP:192.168.7.9'])
  })
})
