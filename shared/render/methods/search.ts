import { raiseValueError } from '../errors.ts'
import { checkItems, checkText, collect, countSteps, type Runtime } from '../runtime/frame.ts'
import { asIndex } from '../values/numbers.ts'
import {
  codePoints,
  isSpace,
  lengthOf,
  sliceText,
  splitSpaces,
  strip,
  stripEnd,
  stripStart,
  toCodePointIndex,
} from '../values/text.ts'
import type { Value } from '../values/types.ts'

/** Removes the given characters, or white space for null, from one or both ends. */
export const stripChars = (
  text: string,
  chars: string | null,
  sides: 'start' | 'end' | 'both',
): string => {
  if (chars === null)
    return sides === 'both' ? strip(text) : sides === 'start' ? stripStart(text) : stripEnd(text)
  const set = new Set(chars)
  const points = codePoints(text)
  let start = 0
  let end = points.length
  if (sides !== 'end') while (start < end && set.has(points[start] ?? '')) start++
  if (sides !== 'start') while (end > start && set.has(points[end - 1] ?? '')) end--
  return points.slice(start, end).join('')
}

/** A bound of `text[start:end]`: None is the end of that side, a negative one counts from the end. */
export const searchBound = (bound: Value, fallback: number, length: number): number => {
  if (bound === null) return fallback
  const index = asIndex(bound)
  return index < 0 ? Math.max(0, index + length) : index
}

/** Code-point index of a part within `text[start:end]`, or -1. */
export const find = (
  text: string,
  part: string,
  start: Value,
  end: Value,
  isLast: boolean,
): number => {
  const length = lengthOf(text)
  const from = searchBound(start, 0, length)
  const to = Math.min(searchBound(end, length, length), length)
  if (from > to) return -1
  const window = from === 0 && to === length ? text : sliceText(text, from, to)
  const at = isLast ? window.lastIndexOf(part) : window.indexOf(part)
  return at < 0 ? -1 : toCodePointIndex(window, at) + from
}

/** Replaces the first `limit` occurrences (all if negative); the result's size is checked before it is built. */
export const replaceText = (
  rt: Runtime,
  text: string,
  old: string,
  next: string,
  limit: number,
): string => {
  const pieces = old === '' ? ['', ...codePoints(text), ''] : text.split(old)
  const count = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1)
  countSteps(rt, count)
  checkText(rt, text.length + count * (next.length - old.length))
  if (old === '') return interleave(codePoints(text), next, count)
  return (
    pieces.slice(0, count + 1).join(next) +
    pieces
      .slice(count + 1)
      .map((piece) => old + piece)
      .join('')
  )
}

/** Puts `next` before each of the first `count` gaps between characters, ends included. */
const interleave = (points: readonly string[], next: string, count: number): string => {
  let out = ''
  for (let i = 0; i <= points.length; i++) out += (i < count ? next : '') + (points[i] ?? '')
  return out
}

const piecesOf = (rt: Runtime, text: string, separator: string): string[] => {
  if (separator === '') raiseValueError('empty separator')
  const pieces = text.split(separator)
  checkItems(rt, pieces.length)
  return pieces
}

/**
 * str.split: at a separator, or at runs of white space for null; `limit` below zero means no limit.
 */
export const splitLeft = (
  rt: Runtime,
  text: string,
  separator: string | null,
  limit: number,
): Value[] => {
  if (separator !== null) {
    const parts = piecesOf(rt, text, separator)
    if (limit < 0 || parts.length <= limit + 1) return parts
    return [...parts.slice(0, limit), parts.slice(limit).join(separator)]
  }
  if (limit < 0) return collect(rt, splitSpaces(text))
  const parts: string[] = []
  let rest = stripStart(text)
  while (rest !== '' && parts.length < limit) {
    let end = 0
    while (end < rest.length && !isSpace(rest.charCodeAt(end))) end++
    parts.push(rest.slice(0, end))
    rest = stripStart(rest.slice(end))
  }
  return rest === '' ? parts : [...parts, rest]
}

/** str.rsplit: like split, but a limit counts from the end. */
export const splitRight = (
  rt: Runtime,
  text: string,
  separator: string | null,
  limit: number,
): Value[] => {
  if (limit < 0) return splitLeft(rt, text, separator, -1)
  if (separator !== null) {
    const parts = piecesOf(rt, text, separator)
    const cut = parts.length - limit
    return cut <= 1 ? parts : [parts.slice(0, cut).join(separator), ...parts.slice(cut)]
  }
  const parts: string[] = []
  let rest = stripEnd(text)
  while (rest !== '' && parts.length < limit) {
    let start = rest.length
    while (start > 0 && !isSpace(rest.charCodeAt(start - 1))) start--
    parts.unshift(rest.slice(start))
    rest = stripEnd(rest.slice(0, start))
  }
  return rest === '' ? parts : [rest, ...parts]
}
