import { describe, expect, it } from 'vitest'
import { expectedNumber, isWithin, lastNumber } from '#shared/domain/assertions/numbers.ts'

describe('the last number of a text', () => {
  it.each([
    ['A: 18', 18],
    ['So it is 5.', 5],
    ['3.0 bolts', 3],
    ['1,234.56', 1234.56],
    ['1.234,56 €', 1234.56],
    ['1,234,567', 1234567],
    ['1 234 567,5'.replaceAll(' ', '\u202f'), 5],
    ["CHF 1'234.50", 1234.5],
    ['$1,000,000.', 1000000],
    ['50%', 50],
    ['costs -$5', -5],
    ['costs $-5', -5],
    ['is −7', -7],
    ['= -12.50 dollars', -12.5],
    ['<<16-3=13>>13', 13],
    ['16-3', 3],
    ['16 - 3', 3],
    ['(4)-2', 2],
    ['GPT-4', 4],
    ['- 5 apples', 5],
    ['[1,-3]', -3],
    ['\\boxed{-3}', -3],
    ['the answer is $-5$', -5],
    ['.5', 0.5],
    ['v1.2.3', 3],
    ['10^-3', -3],
    ['6.02e23 atoms', 6.02e23],
    ['5e', 5],
    ['1e999, no: 7', 7],
    ['1e999', null],
    ['none', null],
    ['', null],
  ])('%j', (text, value) => {
    expect(lastNumber(text)).toBe(value)
  })

  it('takes no quadratic time on digits and dots', () => {
    expect(lastNumber('111.'.repeat(100_001))).toBe(111)
  })
})

describe('the expected number', () => {
  it('may be a number or a text that ends in one', () => {
    expect(expectedNumber(18)).toBe(18)
    expect(expectedNumber('9 * 2 = <<9*2=18>>18\n#### 18')).toBe(18)
    expect(expectedNumber('none')).toBeNull()
    expect(expectedNumber(null)).toBeNull()
    expect(expectedNumber(Number.NaN)).toBeNull()
  })
})

describe('tolerance', () => {
  it.each([
    [1, 1, 0, true],
    [1, 1.0000001, 0, false],
    [1.1, 1, 0.1, true],
    [1.11, 1, 0.1, false],
    [-0.5, 0.5, 1, true],
  ])('%d against %d ± %d', (actual, expected, tolerance, result) => {
    expect(isWithin(actual, expected, tolerance)).toBe(result)
  })
})
