import { describe, expect, it } from 'vitest'
import {
  type Analysis,
  type AnalysisOptions,
  analyse,
  proposeSchema,
} from '#shared/render/analysis.ts'

const strict: AnalysisOptions = { undefined: 'strict' }

function summary({ variables }: Analysis): Record<string, string> {
  return Object.fromEntries(
    variables.map(({ name, required, type }) => [
      name,
      `${required ? 'required' : 'optional'} ${type}`,
    ]),
  )
}

describe('variables', () => {
  it('are required unless the template copes without them', () => {
    const source = [
      '{{ a }}{{ b|default("x") }}{% if c is defined %}{{ c }}{% endif %}',
      '{{ d if d is defined else 1 }}{% if not e is defined %}{% set e = 2 %}{% endif %}{{ e }}',
      '{{ f.g|default(1) }}{% if h is undefined or h > 1 %}{% endif %}',
    ].join('\n')
    expect(summary(analyse(source, strict))).toEqual({
      a: 'required string',
      b: 'optional string',
      c: 'optional string',
      d: 'optional number',
      e: 'optional string',
      f: 'required object',
      h: 'optional number',
    })
  })

  it('tested for truth are optional only where missing values are harmless', () => {
    expect(summary(analyse('{% if x %}{{ x }}{% endif %}', strict)).x).toMatch(/^required/)
    expect(summary(analyse('{% if x %}{{ x }}{% endif %}')).x).toMatch(/^optional/)
  })

  it('are switches only where nothing but their truth is asked for', () => {
    const types = (source: string) => summary(analyse(source, strict))
    expect(types('{% if x and not y %}a{% endif %}')).toEqual({
      x: 'required boolean',
      y: 'required boolean',
    })
    expect(types('{% if x %}Hi {{ x }}{% endif %}').x).toBe('required string')
    expect(types('{% if x %}{{ x|tojson }}{% endif %}').x).toBe('required any')
  })

  it('have the parts that indexes and filters read of them', () => {
    const source = '{{ xs[-1].a }}{{ xs|map(attribute="b.c")|join }}{{ xs|selectattr("d")|list }}'
    const [xs] = analyse(source, strict).variables
    const { properties } = xs?.schema.items ?? {}
    expect(xs?.type).toBe('list')
    expect(Object.keys(properties ?? {})).toEqual(['a', 'b', 'd'])
    expect(Object.keys(properties?.b?.properties ?? {})).toEqual(['c'])
  })

  it('do not include what the template defines itself', () => {
    const source =
      '{% set a = 1 %}{% for b in xs %}{{ b }}{{ loop.index }}{% endfor %}{% macro m(c) %}{{ c }}{{ caller() }}{% endmacro %}{{ a }}{{ m(1) }}{% with d = 2 %}{{ d }}{% endwith %}{{ range(3) }}'
    expect(summary(analyse(source, strict))).toEqual({ xs: 'required list' })
  })

  it('have the positions of all their uses', () => {
    const [variable] = analyse('Hi {{ name }},\n{{ name|upper }}', strict).variables
    expect(variable?.positions).toEqual([
      { line: 1, column: 7, endLine: 1, endColumn: 11 },
      { line: 2, column: 4, endLine: 2, endColumn: 8 },
    ])
  })

  it('of messages know the message, and placeholders count', () => {
    const analysis = analyse(
      {
        kind: 'messages',
        messages: [
          { role: 'system', content: 'x' },
          { placeholder: 'history' },
          { role: 'user', content: '{{ q }}' },
        ],
      },
      strict,
    )
    expect(summary(analysis)).toEqual({ q: 'required string', history: 'required messages' })
    expect(analysis.variables[0]?.positions[0]?.messageIndex).toBe(2)
  })

  it('include those of partials that share them', () => {
    const partials = (name: string): string | undefined =>
      name === 'p' ? '{{ inner }}' : undefined
    const analysis = analyse('{% include "p" %}{% include "q" %}', { ...strict, partials })
    expect(summary(analysis)).toEqual({ inner: 'required string' })
    expect(analysis.partials.map(({ name }) => name)).toEqual(['p', 'q'])
    expect(analysis.problems.map(({ message }) => message)).toEqual([
      'There is no partial named `q`.',
    ])
  })
})

describe('problems', () => {
  it('name unknown filters and tests with their place', () => {
    const { problems } = analyse('{{ x|uper }}\n{% if x is definde %}{% endif %}')
    expect(problems).toMatchObject([
      {
        severity: 'error',
        message: 'There is no filter named `uper`; did you mean `upper`?',
        line: 1,
        column: 6,
        endColumn: 10,
      },
      {
        severity: 'error',
        message: 'There is no test named `definde`; did you mean `defined`?',
        line: 2,
      },
    ])
  })

  it('report a text that cannot be read and keep the rest', () => {
    const analysis = analyse({
      kind: 'messages',
      messages: [
        { role: 'user', content: '{% if %}' },
        { role: 'user', content: '{{ x }}' },
      ],
    })
    expect(analysis.problems).toMatchObject([{ severity: 'error', messageIndex: 0, line: 1 }])
    expect(analysis.variables.map(({ name }) => name)).toEqual(['x'])
  })

  it('report variables that are declared optional where the template fails without them', () => {
    const declared = ['a', 'b', 'c']
    const source = '{% if a %}x{% endif %}{% if b|default([]) %}{{ b }}{% endif %}{{ c }}'
    const { problems } = analyse(source, { undefined: 'strict', declared, optional: ['a', 'b'] })
    expect(problems).toMatchObject([{ severity: 'warning', line: 1, column: 7 }])
    expect(problems[0]?.message).toMatch(/^The variable `a` is declared optional, but/)
  })

  it('compare with the declared variables', () => {
    const { problems } = analyse('{{ studnt }}', { declared: ['student', 'topic'] })
    expect(problems.map(({ message }) => message)).toEqual([
      'The variable `student` is declared but never used.',
      'The variable `topic` is declared but never used.',
      'The variable `studnt` is not declared; did you mean `student`?',
    ])
  })
})

describe('portability', () => {
  it('holds for the guaranteed subset', () => {
    const source =
      '{# c #}{% if a.b and c != "x" %}{{ a["k"] | upper }}{% elif d[0] %}{% else %}{% for x in xs -%}{{ loop.index }}{{ x|default("-")|trim }}{% endfor %}{% endif %}{{ xs|join(", ") }}'
    expect(analyse(source).portable).toEqual({ portable: true, reasons: [] })
  })

  it.each([
    ['{{ a + 1 }}', 'uses arithmetic'],
    ['{% set a = 1 %}', 'uses the tag `set`'],
    ['{{ a|tojson }}', 'uses the filter `tojson`'],
    ['{% if a is defined %}{% endif %}', 'uses a test (`is`)'],
    ['{% for a in b %}{{ loop.cycle }}{% endfor %}', 'uses `loop.cycle`'],
    ['{{ a.upper() }}', 'uses a call'],
  ])('%s is not portable', (source, reason) => {
    expect(analyse(source).portable.reasons.map((entry) => entry.reason)).toContain(reason)
  })

  it('depends on settings too', () => {
    expect(analyse('x', { trimBlocks: true }).portable.portable).toBe(false)
  })
})

describe('the proposed schema', () => {
  const source =
    '{{ user.name|upper }}{% for m in messages %}{{ m.role }}: {{ m.content }}{% endfor %}{{ tone|default("warm") }}{{ n - 1 }}'

  it('follows from use', () => {
    expect(proposeSchema(analyse(source, strict))).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        user: { type: 'object', properties: { name: { type: 'string' } } },
        messages: {
          type: 'array',
          items: {
            type: 'object',
            properties: { role: { type: 'string' }, content: { type: 'string' } },
          },
        },
        tone: { type: 'string', default: 'warm' },
        n: { type: 'number' },
      },
      required: ['user', 'messages', 'n'],
    })
  })

  it('takes a sum with a text in it for a text as a whole', () => {
    const { properties } = proposeSchema(analyse('{{ start + "[INST] " + words + stop }}', strict))
    const text = { type: 'string' }
    expect(properties).toEqual({ start: text, words: text, stop: text })
  })

  it('takes types from samples', () => {
    const { properties } = proposeSchema(analyse(source, strict), [
      { n: 2, user: { name: 'A', age: 3 } },
      { n: 2.5, user: { name: null } },
    ])
    expect(properties?.n).toEqual({ type: 'number' })
    expect(properties?.user).toEqual({
      type: 'object',
      properties: { name: { type: ['null', 'string'] }, age: { type: 'integer' } },
      required: ['name'],
    })
  })
})
