import { type Evaluate, expectedText, noReference, quoted, verdictOf } from './finding.ts'
import { expectedNumber, isWithin, lastNumber } from './numbers.ts'
import type { LeafAssertion } from './schema.ts'

type Equals = Extract<LeafAssertion, { type: 'equals' }>
type NumberAssertion = Extract<LeafAssertion, { type: 'number' }>
type Latency = Extract<LeafAssertion, { type: 'latency' }>

/** An object or list is compared with the output parsed as JSON, anything else as text. */
export function equals(assertion: Equals): Evaluate {
  return ({ output, expected }) => {
    const value = assertion.value ?? expected
    if (typeof value === 'object' && value !== null) {
      const parsed = parseJson(output)
      if (parsed === undefined) return verdictOf(false, 'The output is not JSON.')
      const isMet = isDeepEqual(parsed, value)
      return verdictOf(isMet, `The output ${isMet ? 'equals' : 'differs from'} ${preview(value)}.`)
    }
    // An explicit null is a value ("null"); only an absent one falls back to the case.
    const text = assertion.value === null ? 'null' : expectedText(value)
    if (text === null) return noReference('equals')
    return verdictOf(
      output === text,
      output === text
        ? `The output equals ${quoted(text)}.`
        : `The output ${quoted(output)} differs from ${quoted(text)}.`,
    )
  }
}

/** The last number of the output against the expected one; see numbers.ts for what a number is. */
export function number(assertion: NumberAssertion): Evaluate {
  return ({ output, expected }) => {
    const wanted = assertion.value ?? expectedNumber(expected)
    if (wanted === null) {
      if (expectedText(expected) === null) return noReference('number')
      const reason = `The expected value ${quoted(String(expected))} holds no number.`
      return { kind: 'impossible', reason }
    }
    const actual = lastNumber(output)
    if (actual === null) return verdictOf(false, `The output holds no number; expected ${wanted}.`)
    const isMet = isWithin(actual, wanted, assertion.tolerance)
    const about = assertion.tolerance > 0 ? ` ± ${assertion.tolerance}` : ''
    return verdictOf(
      isMet,
      `The last number is ${actual}${isMet ? ', as expected' : `; expected ${wanted}${about}`}.`,
    )
  }
}

export function latency({ threshold }: Latency): Evaluate {
  return ({ latencyMs }) =>
    verdictOf(
      latencyMs <= threshold,
      `The model took ${latencyMs} ms; the limit is ${threshold} ms.`,
    )
}

/** Undefined where the text is not JSON: `null` is a JSON value of its own. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Equality of two JSON values: order of keys does not matter, order of items does. */
export function isDeepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const leftEntries = Object.entries(left)
  if (leftEntries.length !== Object.keys(right).length) return false
  return leftEntries.every(
    ([key, value]) =>
      Object.hasOwn(right, key) && isDeepEqual(value, (right as Record<string, unknown>)[key]),
  )
}

const preview = (value: object) => quoted(JSON.stringify(value)).slice(1, -1).replaceAll('\\"', '"')
