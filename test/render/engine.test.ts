import { describe, expect, it } from 'vitest'
import {
  compile,
  contextFromJson,
  contextFromValues,
  type RenderOptions,
  TemplateError,
} from '#shared/render/engine.ts'
import { formatTime } from '#shared/render/globals/strftime.ts'

const render = (
  source: string,
  values: Record<string, unknown> = {},
  options: RenderOptions = {},
): string => compile(source, options).render(contextFromValues(values))

function failureOf(run: () => unknown): TemplateError {
  try {
    run()
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('expected a TemplateError')
}

describe('errors', () => {
  it('name the misspelt variable, its place and the likely name', () => {
    const error = failureOf(() =>
      render(
        'Dear tutor,\n  {{ student_qery }}',
        { student_query: 'why?' },
        { undefined: 'strict' },
      ),
    )
    expect(error.message).toBe('`student_qery` is not defined; did you mean `student_query`?')
    expect(error).toMatchObject({
      kind: 'undefined',
      pythonClass: 'UndefinedError',
      phase: 'render',
      line: 2,
      column: 6,
      endColumn: 18,
      suggestion: 'student_query',
    })
  })

  it('name a misspelt key of an object', () => {
    const error = failureOf(() =>
      render('{{ user.nmae }}', { user: { name: 'Ada' } }, { undefined: 'strict' }),
    )
    expect(error.suggestion).toBe('name')
  })

  it('of syntax are found while compiling', () => {
    const error = failureOf(() => compile('a\n{% if x %}b', { templateName: 'greeting' }))
    expect(error).toMatchObject({
      kind: 'syntax',
      phase: 'compile',
      templateName: 'greeting',
      line: 2,
    })
    expect(error.message).toContain('endif')
  })

  it('suggest a known filter', () => {
    const error = failureOf(() => compile('{{ x|uper }}'))
    expect(error).toMatchObject({
      pythonClass: 'TemplateAssertionError',
      suggestion: 'upper',
      line: 1,
      column: 6,
    })
  })

  it('inside a partial name the partial and its line', () => {
    const partials = (name: string): string | undefined =>
      name === 'rules' ? 'one\n{{ 1 // zero }}' : undefined
    const error = failureOf(() =>
      render('{% include "rules" %}', { zero: 0 }, { partials, templateName: 'main' }),
    )
    expect(error).toMatchObject({
      pythonClass: 'ZeroDivisionError',
      templateName: 'rules',
      line: 2,
    })
  })

  it('keep kinds apart', () => {
    expect(failureOf(() => render('{{ 1 + "a" }}')).kind).toBe('type')
    expect(failureOf(() => render('{{ [].pop() }}')).kind).toBe('value')
    expect(failureOf(() => render('{{ "x" * 9000000 }}')).kind).toBe('budget')
    expect(
      failureOf(() => render('{{ "".__class__.mro }}', {}, { sandbox: 'sandboxed' })).kind,
    ).toBe('security')
  })
})

describe('contexts', () => {
  it('from JSON keep floats, big integers and key order', () => {
    const context = contextFromJson(
      '{"v": {"b": 1.0, "2": 12345678901234567890, "1": -0.0, "a": 1e400}}',
    )
    expect(compile('{{ v }}').render(context)).toBe(
      "{'b': 1.0, '2': 12345678901234567890, '1': -0.0, 'a': inf}",
    )
  })

  it('from JSON refuse what is not JSON, and say where', () => {
    expect(() => contextFromJson('{\n  "a": 1,\n}')).toThrow(/line 3, column 1/)
    expect(() => contextFromJson('[1]')).toThrow(/object/)
  })

  it('from values take whole numbers as ints', () => {
    const values = {
      i: 3,
      f: 3.5,
      big: 2n ** 70n,
      none: null,
      gap: undefined,
      m: new Map([[1, 'x']]),
      s: new Set([1]),
    }
    expect(render('{{ [i, f, big, none, gap, m, s] }}', values)).toBe(
      "[3, 3.5, 1180591620717411303424, None, None, {1: 'x'}, [1]]",
    )
  })

  it('refuse host objects by the name of the variable', () => {
    class Secret {}
    expect(() => render('x', { a: { b: new Secret() } })).toThrow(/`a\.b` is an object of a class/)
    expect(() => render('x', { f: () => 1 })).toThrow(/`f` is a function/)
    const loop: Record<string, unknown> = {}
    loop.self = loop
    expect(() => render('x', { loop })).toThrow(/contains itself/)
  })
})

describe('partials', () => {
  const texts: Record<string, string> = {
    base: 'A{% block body %}base{% endblock %}Z',
    child: '{% extends "base" %}{% block body %}[{{ super() }}|{{ name }}]{% endblock %}',
    macros:
      '{% macro hi(who="you") %}Hi {{ who }}{{ name is defined }}{% endmacro %}{% set shown = 1 %}{% set _hidden = 2 %}',
    row: '{{ loop is defined }}{{ item }};',
    endless: '{% include "endless" %}',
  }
  const options = { partials: (name: string): string | undefined => texts[name] }

  it('extend, fill blocks and call super', () => {
    expect(render(texts.child ?? '', { name: 'n' }, options)).toBe('A[base|n]Z')
  })

  it('are imported with and without the context', () => {
    const source = '{% import "macros" as m %}{{ m.hi() }} {{ m.shown }} {{ m._hidden is defined }}'
    expect(render(source, { name: 'n' }, options)).toBe('Hi youFalse 1 False')
    const from = '{% from "macros" import hi as greet with context %}{{ greet("Ada") }}'
    expect(render(from, { name: 'n' }, options)).toBe('Hi AdaTrue')
  })

  it('see the variables of the loop that includes them', () => {
    const source = '{% for item in xs %}{{ loop.index }}{% include "row" %}{% endfor %}'
    expect(render(source, { xs: ['a', 'b'] }, options)).toBe('1Truea;2Trueb;')
  })

  it('may be missing where that is allowed', () => {
    expect(
      render('a{% include "none" ignore missing %}b{% include ["no", "base"] %}', {}, options),
    ).toBe('abAbaseZ')
    expect(failureOf(() => render('{% include "none" %}', {}, options)).pythonClass).toBe(
      'TemplateNotFound',
    )
  })

  it('that include themselves end with a budget error', () => {
    expect(failureOf(() => render('{% include "endless" %}', {}, options)).kind).toBe('budget')
  })
})

describe('budgets', () => {
  it.each([
    ['steps', '{% for i in range(100) %}{% endfor %}', { steps: 50 }],
    ['outputChars', '{% for i in range(100) %}xx{% endfor %}', { outputChars: 50 }],
    ['stringChars', '{{ "x"|center(100) }}', { stringChars: 50 }],
    ['listItems', '{{ range(100)|list }}', { listItems: 50 }],
    ['integerBits', '{{ 2 ** 100 }}', { integerBits: 50 }],
    ['callDepth', '{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}', { callDepth: 50 }],
    ['nesting', `{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`, { nesting: 50 }],
  ])('%s can be tightened', (_name, source, budgets) => {
    expect(failureOf(() => render(source, {}, { budgets })).kind).toBe('budget')
  })

  it('leave an ordinary prompt alone', () => {
    const xs = Array.from({ length: 5000 }, (_, index) => index)
    expect(render('{% for x in xs %}{{ x }} {% endfor %}', { xs }).length).toBeGreaterThan(20_000)
  })
})

describe('host globals', () => {
  it('raise_exception and strftime_now are there only when lent', () => {
    const moment = new Date(2024, 1, 29, 13, 5, 9)
    const strftime = (format: string) => formatTime(moment, format)
    const globals = { raiseException: true, strftime }
    expect(render('{{ strftime_now("%d %b %Y %I:%M %p %j %-d") }}', {}, { globals })).toBe(
      '29 Feb 2024 01:05 PM 060 29',
    )
    expect(
      failureOf(() => render('{{ raise_exception("no") }}', {}, { globals })).pythonClass,
    ).toBe('TemplateError')
    expect(failureOf(() => render('{{ raise_exception("no") }}')).kind).toBe('undefined')
  })
})
