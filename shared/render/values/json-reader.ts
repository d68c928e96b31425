import { PyDict } from './dict.ts'
import { float, integer } from './numbers.ts'
import type { Value } from './types.ts'

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const SPACE = /[ \t\n\r]*/y
const PLAIN_TEXT = /(?:[^"\\\p{Cc}]|[\x7f-\x9f])*/uy
const MAX_DEPTH = 500

/**
 * Reads JSON as Python's json module does, which JSON.parse cannot: 1.0 is a float, big integers keep
 * their digits, number-like keys their order. NaN and Infinity are read too.
 */
export const readJson = (text: string): Value => new JsonReader(text).document()

class JsonReader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text.startsWith('\ufeff') ? text.slice(1) : text
  }

  document(): Value {
    const value = this.#value()
    this.#space()
    if (this.#at < this.#text.length) throw this.#error('Nothing may follow the JSON value')
    return value
  }

  #error(problem: string): SyntaxError {
    const before = this.#text.slice(0, this.#at)
    const line = before.split('\n').length
    const column = this.#at - before.lastIndexOf('\n')
    return new SyntaxError(`${problem} (line ${line}, column ${column}).`)
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match !== null) this.#at = pattern.lastIndex
    return match
  }

  #space(): void {
    this.#match(SPACE)
  }

  #skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #value(): Value {
    this.#space()
    const char = this.#text.charAt(this.#at)
    if (char === '"') return this.#string()
    if (char === '{' || char === '[') return this.#container(char)
    const word = this.#word()
    return word === undefined ? this.#number() : word
  }

  #container(open: '{' | '['): Value {
    if (++this.#depth > MAX_DEPTH) throw this.#error('The JSON is nested too deeply')
    this.#at++
    const value = open === '{' ? this.#object() : this.#array()
    this.#depth--
    return value
  }

  #word(): Value | undefined {
    if (this.#skip('true')) return true
    if (this.#skip('false')) return false
    if (this.#skip('null')) return null
    if (this.#skip('NaN')) return float(Number.NaN)
    if (this.#skip('Infinity')) return float(Number.POSITIVE_INFINITY)
    return this.#skip('-Infinity') ? float(Number.NEGATIVE_INFINITY) : undefined
  }

  #number(): Value {
    const match = this.#match(NUMBER)
    if (match === null) throw this.#error('A JSON value was expected')
    const [text, fraction, exponent] = match
    return fraction === undefined && exponent === undefined
      ? integer(BigInt(text))
      : float(Number(text))
  }

  #string(): string {
    const start = this.#at++
    this.#match(PLAIN_TEXT)
    if (this.#skip('"')) return this.#text.slice(start + 1, this.#at - 1)
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    }
    this.#at++
    try {
      return String(JSON.parse(this.#text.slice(start, this.#at)))
    } catch {
      this.#at = start
      throw this.#error('This JSON string is not valid')
    }
  }

  #array(): Value[] {
    const items: Value[] = []
    this.#space()
    if (this.#skip(']')) return items
    for (;;) {
      items.push(this.#value())
      this.#space()
      if (this.#skip(']')) return items
      if (!this.#skip(',')) throw this.#error('A comma or `]` was expected')
    }
  }

  #object(): PyDict {
    const dict = new PyDict()
    this.#space()
    if (this.#skip('}')) return dict
    for (;;) {
      this.#space()
      if (this.#text[this.#at] !== '"') throw this.#error('A key in double quotes was expected')
      const key = this.#string()
      this.#space()
      if (!this.#skip(':')) throw this.#error('A colon was expected')
      dict.set(key, this.#value())
      this.#space()
      if (this.#skip('}')) return dict
      if (!this.#skip(',')) throw this.#error('A comma or `}` was expected')
    }
  }
}
