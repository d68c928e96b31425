import { raise, raiseTypeError, raiseValueError } from '../errors.ts'
import { formatBraces } from '../format/braces.ts'
import { methodEntry, type NativeFunction } from '../runtime/builtin.ts'
import { checkText, collect, countSteps, type Runtime } from '../runtime/frame.ts'
import { isDict } from '../values/dict.ts'
import { iterate } from '../values/iterate.ts'
import { asIndex } from '../values/numbers.ts'
import { codeOf, lengthOf, sliceText, splitLines } from '../values/text.ts'
import {
  isSmall,
  isTuple,
  PyBytes,
  PyTuple,
  textOf,
  typeNameOf,
  type Value,
} from '../values/types.ts'
import { encodeUtf8 } from '../values/utf8.ts'
import { capitalize, casefold, swapcase, title } from './case.ts'
import { predicates } from './predicates.ts'
import { find, replaceText, searchBound, splitLeft, splitRight, stripChars } from './search.ts'

/** The text of an argument; TypeError for anything else. */
export const textArgument = (value: Value): string =>
  textOf(value) ?? raiseTypeError(`a text is needed here, not ${typeNameOf(value)}`)

type TextMethod = (rt: Runtime, self: string, ...args: Value[]) => Value

/** A str method; it receives self as a text. */
const method = (signature: string, run: TextMethod): [string, NativeFunction] =>
  methodEntry(signature, (rt, self, ...args) => run(rt, textArgument(self), ...args))

const padded = (
  rt: Runtime,
  self: string,
  width: Value,
  fill: Value,
  side: 'left' | 'right' | 'both',
): string => {
  const char = textArgument(fill)
  if (lengthOf(char) !== 1) raiseTypeError('The fill character must be exactly one character long')
  const missing = asIndex(width) - lengthOf(self)
  if (missing <= 0) return self
  checkText(rt, self.length + missing * char.length)
  if (side === 'left') return char.repeat(missing) + self
  if (side === 'right') return self + char.repeat(missing)
  // Python puts the odd character left only if the width is odd as well.
  const left = Math.floor(missing / 2) + (missing & asIndex(width) & 1)
  return char.repeat(left) + self + char.repeat(missing - left)
}

/** A sign stays in front of the zeros. */
const zfill = (rt: Runtime, self: string, width: Value): string => {
  const missing = asIndex(width) - lengthOf(self)
  if (missing <= 0) return self
  checkText(rt, self.length + missing)
  const sign = self.startsWith('-') || self.startsWith('+') ? self.slice(0, 1) : ''
  return sign + '0'.repeat(missing) + self.slice(sign.length)
}

/** `sep.join(items)`: every item has to be a text. */
export const joinTexts = (rt: Runtime, separator: string, items: Iterable<Value>): string => {
  let out = ''
  let index = 0
  for (const item of items) {
    const text =
      textOf(item) ??
      raiseTypeError(`sequence item ${index}: expected str instance, ${typeNameOf(item)} found`)
    countSteps(rt)
    checkText(rt, out.length + separator.length + text.length)
    out += index++ === 0 ? text : separator + text
  }
  return out
}

/** Columns start anew with each line. */
const expandTabs = (rt: Runtime, self: string, size: Value): string => {
  const tab = asIndex(size)
  let out = ''
  let column = 0
  for (const char of self) {
    if (char === '\t') {
      const spaces = tab > 0 ? tab - (column % tab) : 0
      checkText(rt, out.length + spaces)
      out += ' '.repeat(spaces)
      column += spaces
    } else {
      out += char
      column = char === '\n' || char === '\r' ? 0 : column + 1
    }
  }
  return out
}

/** `startswith` and `endswith`: one text or a tuple of them, within an optional range. */
const affix = (name: 'startsWith' | 'endsWith'): [string, NativeFunction] =>
  method(`${name.toLowerCase()}(affix, start=None, end=None)`, (_rt, self, wanted, start, end) => {
    const options = isTuple(wanted) ? wanted.items : [wanted]
    // Not even the empty text is in a range that is none.
    if (find(self, '', start, end, false) < 0) return false
    const part = slicePart(self, start, end)
    return options.some((option) => {
      const text =
        textOf(option) ??
        raiseTypeError(
          `${name.toLowerCase()} first arg must be str or a tuple of str, not ${typeNameOf(option)}`,
        )
      return part[name](text)
    })
  })

/** `text[start:end]` by code points. */
const slicePart = (text: string, start: Value, end: Value): string => {
  const length = lengthOf(text)
  const from = searchBound(start, 0, length)
  return sliceText(text, from, searchBound(end, length, length))
}

/** Three parts always, the empty ones on the side that was not found. */
const partition = (self: string, separator: Value, isRight: boolean): Value => {
  const sep = textArgument(separator)
  if (sep === '') raiseValueError('empty separator')
  const at = isRight ? self.lastIndexOf(sep) : self.indexOf(sep)
  if (at < 0) return new PyTuple(isRight ? ['', '', self] : [self, '', ''])
  return new PyTuple([self.slice(0, at), sep, self.slice(at + sep.length)])
}

const count = (self: string, wanted: Value, start: Value, end: Value): number => {
  const text = textArgument(wanted)
  // Only a range that is one has the empty text in it.
  if (text === '' && find(self, '', start, end, false) < 0) return 0
  const part = slicePart(self, start, end)
  return text === '' ? lengthOf(part) + 1 : part.split(text).length - 1
}

/** The encodings that prompts meet; others are refused by name. */
const encode = (self: string, encoding: Value): PyBytes => {
  const name = textArgument(encoding).toLowerCase().replaceAll('_', '-')
  if (name === 'utf-8' || name === 'utf8') {
    if (!self.isWellFormed()) raise('UnicodeEncodeError', 'surrogates not allowed')
    return new PyBytes(encodeUtf8(self))
  }
  const limit = name === 'ascii' ? 128 : name === 'latin-1' || name === 'iso-8859-1' ? 256 : 0
  if (limit === 0) raise('LookupError', `unknown encoding: ${name}`)
  const codes = Array.from(self, codeOf)
  if (codes.some((code) => code >= limit))
    raise('UnicodeEncodeError', `a character is not in ${name}`)
  return new PyBytes(codes)
}

/** Replaces characters by the table that `maketrans` (or a dict of code points) gives. */
const translate = (rt: Runtime, self: string, table: Value): string => {
  if (!isDict(table)) raiseTypeError('translate() needs a dict')
  let out = ''
  for (const char of self) {
    const to = table.get(codeOf(char))
    if (to === null) continue
    out += to === undefined ? char : isSmall(to) ? String.fromCodePoint(to) : textArgument(to)
    checkText(rt, out.length)
  }
  return out
}

const strip = (name: string, sides: 'start' | 'end' | 'both'): [string, NativeFunction] =>
  method(`${name}(chars=None)`, (_rt, self, chars) =>
    stripChars(self, chars === null ? null : textArgument(chars), sides),
  )

const finder = (name: string, isLast: boolean, isStrict: boolean): [string, NativeFunction] =>
  method(`${name}(sub, start=None, end=None)`, (_rt, self, sub, start, end) => {
    const at = find(self, textArgument(sub), start, end, isLast)
    if (at < 0 && isStrict) raiseValueError('substring not found')
    return at
  })

const plain = (name: string, change: (text: string) => string): [string, NativeFunction] =>
  method(`${name}()`, (rt, self) => {
    checkText(rt, self.length)
    return change(self)
  })

/** Methods of str. */
export const textMethods: ReadonlyMap<string, NativeFunction> = new Map([
  plain('upper', (text) => text.toUpperCase()),
  plain('lower', (text) => text.toLowerCase()),
  plain('title', title),
  plain('capitalize', capitalize),
  plain('swapcase', swapcase),
  plain('casefold', casefold),
  strip('strip', 'both'),
  strip('lstrip', 'start'),
  strip('rstrip', 'end'),
  finder('find', false, false),
  finder('rfind', true, false),
  finder('index', false, true),
  finder('rindex', true, true),
  affix('startsWith'),
  affix('endsWith'),
  method('count(sub, start=None, end=None)', (_rt, self, sub, start, end) =>
    count(self, sub, start, end),
  ),
  method('replace(old, new, count=-1)', (rt, self, old, next, limit) =>
    replaceText(rt, self, textArgument(old), textArgument(next), asIndex(limit)),
  ),
  method('split(sep=None, maxsplit=-1)', (rt, self, sep, limit) =>
    splitLeft(rt, self, sep === null ? null : textArgument(sep), asIndex(limit)),
  ),
  method('rsplit(sep=None, maxsplit=-1)', (rt, self, sep, limit) =>
    splitRight(rt, self, sep === null ? null : textArgument(sep), asIndex(limit)),
  ),
  method('splitlines(keepends=False)', (rt, self, keepEnds) =>
    collect(rt, splitLines(self, asIndex(keepEnds) !== 0)),
  ),
  method('join(items)', (rt, self, items) => joinTexts(rt, self, iterate(items))),
  method("center(width, fillchar=' ')", (rt, self, width, fill) =>
    padded(rt, self, width, fill, 'both'),
  ),
  method("ljust(width, fillchar=' ')", (rt, self, width, fill) =>
    padded(rt, self, width, fill, 'right'),
  ),
  method("rjust(width, fillchar=' ')", (rt, self, width, fill) =>
    padded(rt, self, width, fill, 'left'),
  ),
  method('zfill(width)', (rt, self, width) => zfill(rt, self, width)),
  method('expandtabs(tabsize=8)', (rt, self, size) => expandTabs(rt, self, size)),
  method('partition(sep)', (_rt, self, sep) => partition(self, sep, false)),
  method('rpartition(sep)', (_rt, self, sep) => partition(self, sep, true)),
  method('removeprefix(prefix)', (_rt, self, prefix) => {
    const text = textArgument(prefix)
    return self.startsWith(text) ? self.slice(text.length) : self
  }),
  method('removesuffix(suffix)', (_rt, self, suffix) => {
    const text = textArgument(suffix)
    return text !== '' && self.endsWith(text) ? self.slice(0, -text.length) : self
  }),
  method("encode(encoding='utf-8', errors='strict')", (_rt, self, encoding) =>
    encode(self, encoding),
  ),
  method('translate(table)', (rt, self, table) => translate(rt, self, table)),
  ...predicates.map(([name, test]) => method(`${name}()`, (_rt, self) => test(self))),
  methodEntry('format(*args, **kwargs)', (rt, self, rest, named) =>
    formatBraces(rt, textArgument(self), rest, named),
  ),
  methodEntry('format_map(mapping)', (rt, self, mapping) =>
    formatBraces(rt, textArgument(self), new PyTuple([]), mapping),
  ),
])
