import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { afterAll, describe, expect, it } from 'vitest'
import { openNunjucksRenderer } from '#core/rendering/nunjucks.ts'
import { renderPlain } from '#core/rendering/nunjucks-plain.ts'
import type { Bindings } from '#shared/contract/base.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const script = path('../../electron/core/rendering/nunjucks-child.ts')
const renderer = openNunjucksRenderer({ script })
afterAll(() => renderer.close())

const render = (text: string, bindings: Bindings = {}, isStrict = true) =>
  renderer.render(text, bindings, { isStrict })

describe('templates as their authors saw them', () => {
  it.each<[string, Bindings, string]>(
    [
      ['Hello {{ name }}!', { name: 'Ada <&>' }, 'Hello Ada <&>!'],
      ['{{ name.toUpperCase() }} {{ name|lower }} {{ name.length }}', { name: 'Ada' }, 'ADA ada 3'],
      [
        '{{ items.join(", ") }} {{ items[0] }} {{ items.length }}',
        { items: ['a', 'b'] },
        'a, b a 2',
      ],
      ['{% for k, v in o %}{{ loop.index }}{{ k }}={{ v }};{% endfor %}', { o: { a: 1 } }, '1a=1;'],
      ['{% set d = { "first name": 1 } %}{{ d["first name"] }}', {}, '1'],
      [
        '{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, b=3) }}',
        {},
        '1-2 1-3',
      ],
      ['{{ m.n.o }}', { m: { n: { o: true } } }, 'true'],
      [
        '{% if x is none %}none{% endif %}{% if 3 is odd %} odd{% endif %}',
        { x: null },
        'none odd',
      ],
      [
        '{{ "a" if b else "c" }} {{ 1.005.toFixed(1) }} {{ [3,1,2]|sort|join }}',
        { b: 0 },
        'c 1.0 123',
      ],
      ['{{ data|dump }}', { data: { a: [1] } }, '{"a":[1]}'],
      ['{% set c = cycler("x", "y") %}{{ c.next() }}{{ c.next() }}', {}, 'xy'],
      ['{% raw %}{{ x }}{% endraw %}{# no #}', {}, '{{ x }}'],
      ['{% call f() %}in{% endcall %}', {}, ''],
    ].slice(0, 12) as [string, Bindings, string][],
  )('%s', async (text, bindings, expected) => {
    expect(await render(text, bindings)).toBe(expected)
  })

  it('renders undefined as nothing where the template is lenient', async () => {
    expect(await render('[{{ x }}{{ x.y }}]', {}, false)).toBe('[]')
  })

  it('never parses data as template', async () => {
    expect(await render('{{ x }}', { x: '{{ 7 * 7 }}{% raw %}' })).toBe('{{ 7 * 7 }}{% raw %}')
  })

  it('answers many renders at once, each its own', async () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    const texts = await Promise.all(numbers.map((n) => render('n={{ n }}', { n })))
    expect(texts).toEqual(numbers.map((n) => `n=${n}`))
  })
})

describe('errors', () => {
  it.each([
    ['a\n{{ b', 'template_syntax', 2],
    ['a\n  {% nonsense %}', 'template_syntax', 2],
    ['a\n\n{{ missing.name }}', 'undefined_variable', 3],
    ['{{ x|nosuchfilter }}', 'template_failed', undefined],
    ['{% include "other" %}', 'template_failed', undefined],
    ['{{ x() }}', 'template_failed', 1],
  ])('%j is %s', async (text, code, line) => {
    const error: unknown = await render(text, { x: 1 }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code })
    if (line !== undefined) expect(error).toMatchObject({ problem: { where: { line } } })
  })

  it('says so when its process cannot be started', async () => {
    const broken = openNunjucksRenderer({ script: path('./no-such-script.ts') })
    await expect(broken.render('x', {})).rejects.toMatchObject({ code: 'missing_part' })
  })

  it('names the undefined expression', async () => {
    await expect(render('Dear {{ customer.nmae }},', { customer: {} })).rejects.toThrow(
      '"customer.nmae" is undefined.',
    )
  })
})

interface Hostile {
  id: string
  template: string
  context: Bindings
  expected: { must_not_match?: string; must_not_pollute?: string[]; max_output_chars?: number }
}
const hostile = readFileSync(path('../fixtures/jinja/hostile.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Hostile)

/** Code that would end the render with a message of its own, if it ran. */
const code = '(()=>{throw`pwned`})()'
const taggedCode = 'Function`throw\\x20\\x22pwned\\x22```'
/** Names and strings that nunjucks copies into its code as they stand; each runs on bare nunjucks. */
const compilerInjections = [
  `{{ a"&&${taggedCode}&&"b }}`,
  `{{ "x"|upper"&&${taggedCode}&&"b }}`,
  `{{ x["\\\\\\", ${code})));//"]() }}`,
  `{{ 1 is "odd\\").call(${code}) || (\\"" }}`,
  `{% set "x\\", ${code}); (\\"" = 1 %}`,
  `{% macro m("a\\", ${code}, \\""=1) %}{% endmacro %}{{ m() }}`,
]

describe('hostile templates', () => {
  it('has the corpus', () => expect(hostile).toHaveLength(25))

  // A render that outlived its deadline of a second would run into the limit of the test.
  it.each(hostile.map((one) => [one.id, one] as const))(
    '%s',
    { timeout: 10_000 },
    async (_, one) => {
      const output = await render(one.template, one.context).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'GalleyError' })
        return null
      })
      if (output !== null) {
        if (one.expected.must_not_match) expect(output).not.toMatch(one.expected.must_not_match)
        expect(output.length).toBeLessThanOrEqual(one.expected.max_output_chars ?? 1_000_000)
      }
      for (const name of one.expected.must_not_pollute ?? [])
        expect(({} as never)[name]).toBe(undefined)
      expect(await render('ok {{ x.polluted }}{{ n }}', { n: 1, x: {} }, false)).toBe('ok 1')
    },
  )

  it('ends an endless render by itself when its parent is gone', async () => {
    const child = fork(script, [], { stdio: 'ignore' })
    const loop = '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}'
    const replies: unknown[] = []
    const answered = new Promise((resolve) => {
      child.on('message', (reply) => replies.push(reply) > 1 && resolve(null))
    })
    child.send({ id: 1, text: loop, bindingsJson: '{}', isStrict: true, deadlineMs: 100 })
    await answered
    expect(replies[1]).toMatchObject({ id: 1, kind: 'failed', reason: 'budget' })
    const ended = new Promise((resolve) => child.on('exit', resolve))
    child.disconnect()
    await ended
  })

  it.each(compilerInjections)('%s runs code in bare nunjucks and none here', async (text) => {
    const bare = new nunjucks.Environment([], { autoescape: false })
    expect(() => bare.renderString(text, { x: 'a' })).toThrow('pwned')
    const error: unknown = await render(text, { x: 'a' }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'GalleyError' })
    expect((error as Error).message).not.toMatch(/^pwned/i)
  })

  it('finds no way to a constructor from any kind of value', async () => {
    const starts = [
      'x',
      '"a"',
      '[1]',
      '({})',
      '(1)',
      'true',
      'range',
      'cycler("a")',
      'joiner()',
      'm',
      'loop',
    ]
    for (const start of starts) {
      const text = `{% macro m() %}{% endmacro %}{% for i in [1] %}[{{ ${start}.constructor }}{{ ${start}["const" + "ructor"] }}{{ ${start}.__proto__ }}]{% endfor %}`
      const output = await render(text, { x: {} }, false).catch((error: Error) => error.message)
      expect(output).toMatch(/^\[\]$|name/)
    }
  })
})

describe('plain templates of texts', () => {
  const values: Bindings = { name: 'Ada <&> {{ x }}', n_1: ' b\n', loops: '', ünlike: 'ü', n: 7 }
  const alike = ['', 'a\n', 'a\n\n', 'Hi {{ name }}!\n', '{{name}}{{\n n_1 }}\n{"a": {"b": "}}"}}']
  const nunjucksOnly = [
    ...['{{ n }}', '{{ none }}', '{{ missing }}', '{{ ünlike }}', '{{ name|lower }}', 'a\r\n'],
    ...[
      '{%- raw %}x{% endraw %}',
      '{{- name }}',
      '{# no #}',
      'a #} b',
      '{{ toString }}',
      '{{ "x" }}',
    ],
    'x'.repeat(1_000_001),
  ]

  it.each(alike)('%j comes out as nunjucks has it, without its process', async (text) => {
    expect(renderPlain(text, values)).toBe(await render(text, values))
  })

  it.each(nunjucksOnly)('leaves %.20j to nunjucks', (text) => {
    expect(renderPlain(text, values)).toBeNull()
  })
})

it('the process for templates is given nothing of the host’s environment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'galley-child-'))
  const teller = join(folder, 'teller.mjs')
  writeFileSync(
    teller,
    `process.on('message', ({ id }) => {
      const text = JSON.stringify(Object.keys(process.env))
      process.send({ id, kind: 'rendered', text })
    })
    process.send({ id: 0, kind: 'ready' })`,
  )
  const secret = 'GALLEY_SECRET_OF_THE_HOST'
  process.env[secret] = 'must stay unseen'
  const telling = openNunjucksRenderer({ script: teller })
  try {
    const names = JSON.parse(await telling.render('', {}))
    expect(names).not.toContain(secret)
    expect(names).not.toContain('PATH')
  } finally {
    telling.close()
    delete process.env[secret]
    rmSync(folder, { recursive: true, force: true })
  }
})
