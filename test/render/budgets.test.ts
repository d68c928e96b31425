import { expect, it } from 'vitest'
import { compile, contextFromValues, TemplateError } from '#shared/render/engine.ts'

const numbers = Array.from({ length: 20_000 }, (_, index) => index)
const dict = Object.fromEntries(numbers.map((number) => [`key_${number}`, number]))
const variables = { xs: numbers, ys: [...numbers], d: dict, e: { ...dict } }

/** A tenth of the default: what costs as much as it is charged ends within a tenth of a second. */
const budgets = { steps: 500_000 }

const loops = [
  '{% set ns = namespace(d={}) %}{% for i in xs %}{% set ns.d = dict(ns.d, **{"k" ~ i: i}) %}{% endfor %}',
  '{% for i in xs %}{% set x = dict(d, k=i) %}{% endfor %}',
  '{% for i in xs %}{% set x = namespace(d) %}{% endfor %}',
  '{% macro f() %}{{ kwargs }}{% endmacro %}{% for i in xs %}{% set x = f(**d) %}{% endfor %}',
  '{% macro f() %}{{ varargs }}{% endmacro %}{% for i in xs %}{% set x = f(*xs) %}{% endfor %}',
  '{% for i in xs %}{% set x = xs|unique|list %}{% endfor %}',
  '{% for i in xs %}{% set x = d|tojson %}{% endfor %}',
  '{% for i in xs %}{% set x = xs|tojson %}{% endfor %}',
  '{% for i in xs %}{% set x = d|dictsort %}{% endfor %}',
  '{% for i in xs %}{% set x = d|xmlattr %}{% endfor %}',
  '{% for i in xs %}{% set x = d|urlencode %}{% endfor %}',
  '{% for i in xs %}{% set x = d.items()|list %}{% endfor %}',
  '{% for i in xs %}{% set x = d.copy() %}{% endfor %}',
  '{% for i in xs %}{% set x = d.keys() == e.keys() %}{% endfor %}',
  '{% for i in xs %}{% set x = d == e %}{% endfor %}',
  '{% for i in xs %}{% set x = [xs, xs] == [ys, ys] %}{% endfor %}',
  '{% for i in xs %}{% set x = xs|sort %}{% endfor %}',
  '{% for i in xs %}{% set x = xs[::-1] %}{% endfor %}',
  '{% for i in xs %}{% set x = "%s" % xs %}{% endfor %}',
]

it.each(loops)('charges %s', (template) => {
  const run = (): string =>
    compile(template, { budgets }).render(contextFromValues({ ...variables }))
  expect(run).toThrow(TemplateError)
  expect(run).toThrow(/more than 500000 steps/)
})

it('sorts what fits into a list', () => {
  const xs = Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 100_003)
  const text = compile('{{ xs|sort|first }}').render(contextFromValues({ xs }))
  expect(text).toBe('0')
})
