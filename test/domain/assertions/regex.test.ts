import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileLinear } from '#shared/domain/assertions/regex/regex.ts'

/** Pieces of patterns, among them those that JavaScript and RE2 spell or mean differently. */
const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    '.',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\b',
    '\\B',
    '^',
    '$',
    '\\.',
    '\\-',
  ],
  ...[
    '[ab]',
    '[^a]',
    '[a-c]',
    '[\\w-]',
    '[\\w.]',
    '[-a]',
    '[\\s\\d]',
    '[^\\S\\n]',
    '[[]',
    '[.^]',
    '[^]',
  ],
  ...['\\x41', '\\u00e9', '\\t', '\\n', '\\/', '\\_', '\\cA', '[\\b]', '-', ']', '}', ',', ' '],
)
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,2}', '{0,}')
const quantified = fc
  .tuple(atom, quantifier)
  .map(([piece, times]) => (/^(?:\\b|\\B|\^|\$)$/i.test(piece) ? piece : piece + times))
const sequence = fc.array(quantified, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))
const pattern = fc
  .tuple(sequence, sequence, sequence, fc.constantFrom('(?:', '(', '(?<x>'))
  .map(([before, one, other, open]) => `${before}${open}${one}|${other})?`)

const text = fc.string({
  unit: fc.constantFrom(...'abcA09_-. \n\r\té\u00a0\u2028\u3000[]^/'),
  maxLength: 8,
})

describe('patterns of JavaScript in RE2', () => {
  test('match what JavaScript matches', () => {
    fc.assert(
      fc.property(pattern, text, (source, input) => {
        let native: RegExp
        try {
          native = new RegExp(source)
        } catch {
          return
        }
        expect(compileLinear(source).matcher(input).find()).toBe(native.test(input))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['^\\p{L}+$', 'é', true],
    ['^\\p{Lu}$', 'é', false],
    ['^\\p{Script=Greek}$', 'λ', true],
    ['[\\p{N}_]', '٣', true],
    ['\\u{e9}', 'é', true],
    ['^\\P{L}$', '1', true],
  ])('with the flag u: %s on %s', (source, input, isMatch) => {
    expect(new RegExp(source, 'u').test(input)).toBe(isMatch)
    expect(compileLinear(source, true).matcher(input).find()).toBe(isMatch)
  })
})
