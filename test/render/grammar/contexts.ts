import fc from 'fast-check'

/** Random variables, as JSON text. */

export const CONTEXT_NAMES = [
  'i',
  'j',
  'f',
  's',
  't',
  'b',
  'n',
  'xs',
  'ys',
  'd',
  'users',
  'missing',
  'mixed',
]
const text = fc.constantFrom(
  'Hello World',
  'a',
  '',
  ' spaced  out ',
  'line one\nline two',
  "it's",
  '"quoted"',
  '<b>&</b>',
  'ÄÖü ß',
  '日本 😀',
  '42',
  '-3.5',
  'foo-bar baz_qux',
  'UPPER lower Title',
  'a,b,,c',
  'www.example.com',
  '\ttab',
  'x\\y',
)
/** A number that is written the same way by JavaScript and by Python. */
const small = fc.integer({ min: -12, max: 40 })
const float = fc.constantFrom(0.5, 1.5, 2.5, -0.125, 1e21, 3.25, 1e-7, 100.25, -7.75)

const item = fc.oneof(small, text, fc.boolean(), fc.constant(null), float)

/** JSON text, so that 1.0 survives; floats are always written with a point or exponent. */
export function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${JSON.stringify(key)}: ${json(inner)}`)
      .join(', ')}}`
  }
  return JSON.stringify(value)
}

export const context = fc.record({
  i: small,
  j: fc.constantFrom(0, 1, 3, 7, -2, 12345678901),
  f: float,
  s: text,
  t: text,
  b: fc.boolean(),
  n: fc.constant(null),
  xs: fc.array(small, { maxLength: 6 }),
  ys: fc.array(text, { maxLength: 4 }),
  d: fc.dictionary(fc.constantFrom('a', 'b', 'key', 'name'), item, { maxKeys: 4 }),
  users: fc.array(
    fc.record({
      name: fc.constantFrom('Ann', 'bob', 'Cid', 'ann'),
      age: small,
      tags: fc.array(text, { maxLength: 2 }),
    }),
    { maxLength: 4 },
  ),
  mixed: fc.array(item, { maxLength: 5 }),
})
