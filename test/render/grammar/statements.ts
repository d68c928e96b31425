import fc from 'fast-check'
import { expression, typed } from './expressions.ts'
import { LOOP_PARTS } from './pools.ts'

const gap = fc.constantFrom(
  '',
  ' ',
  '\n',
  ' \n ',
  'text',
  '\n  ',
  ' x \n',
  '{# note #}',
  '{#- note -#}',
)
const open = fc.constantFrom('{%', '{%', '{%-', '{%+')
const close = fc.constantFrom('%}', '%}', '-%}', '+%}')

/** One tag with random white space signs. */
const tag = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(open, inner, close).map(([start, body, end]) => `${start} ${body} ${end}`)

const fixed = (inner: string): fc.Arbitrary<string> => tag(fc.constant(inner))

export const { template } = fc.letrec<{ template: string; statement: string; body: string }>(
  (tie) => ({
    body: fc.array(tie('statement'), { maxLength: 3 }).map((parts) => parts.join('')),
    statement: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'statement' },
      { weight: 3, arbitrary: gap },
      { weight: 6, arbitrary: expression.map((inner) => `{{ ${inner} }}`) },
      { weight: 1, arbitrary: expression.map((inner) => `{{- ${inner} -}}`) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            tag(typed.flag.map((e) => `if ${e}`)),
            tie('body'),
            fc.option(
              fc.tuple(fixed('else'), tie('body')).map((p) => p.join('')),
              { nil: '' },
            ),
            fixed('endif'),
          )
          .map((p) => p.join('')),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            tag(
              fc
                .tuple(
                  fc.constantFrom(
                    'xs',
                    'ys',
                    'users',
                    'd',
                    's',
                    'range(3)',
                    'missing',
                    'd.items()',
                    'xs|select("odd")',
                    'ys|sort',
                    'users|groupby("name")',
                  ),
                  fc.constantFrom('', '', '', ' if x', ' recursive', ' if x is string'),
                )
                .map(([e, rule]) => `for x in ${e}${rule}`),
            ),
            tie('body'),
            fc.constantFrom(...LOOP_PARTS).map((part) => `[{{ ${part} }}]`),
            fc.option(
              fc.tuple(fixed('else'), tie('body')).map((p) => p.join('')),
              { nil: '' },
            ),
            fixed('endfor'),
          )
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tie('body'),
            fc.constantFrom('break', 'continue'),
            fc.constantFrom('x', 'loop.index is odd', 'loop.last'),
          )
          .map(
            ([body, jump, test]) =>
              `{% for x in xs %}${body}{% if ${test} %}{% ${jump} %}{% endif %}{{ loop.index }}{% endfor %}`,
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tie('body'),
            fc.constantFrom('{{ loop(x.tags) }}', '{{ loop(x) }}', '{{ loop([1]) }}'),
          )
          .map(
            ([body, call]) =>
              `{% for x in users recursive %}${body}{{ loop.depth }}{% if x.tags is defined and loop.depth < 3 %}${call}{% endif %}{% endfor %}`,
          ),
      },
      {
        weight: 2,
        arbitrary: tag(
          fc
            .tuple(fc.constantFrom('x', 'y', 'i', 's', 'x', 'y'), expression)
            .map(([target, e]) => `set ${target} = ${e}`),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fixed('set ns = namespace(x=0, y=[])'), tie('body'), expression)
          .map(
            ([set, body, e]) =>
              `${set}${body}{% for x in xs %}{% set ns.x = ${e} %}{% endfor %}{{ ns.x }}`,
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tag(fc.constantFrom('set z', 'set z | upper', 'set z | trim | length')),
            tie('body'),
            fixed('endset'),
          )
          .map((p) => `${p.join('')}{{ z }}`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(tag(expression.map((e) => `with x = ${e}, y = x`)), tie('body'), fixed('endwith'))
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tag(
              fc.constantFrom(
                'filter upper',
                "filter replace('a', 'b')",
                'filter trim',
                'filter indent(2)',
              ),
            ),
            tie('body'),
            fixed('endfilter'),
          )
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tag(fc.constantFrom('macro m(a, b=2)', 'macro m(a, b=s, c=b)', 'macro m()')),
            tie('body'),
            fixed('endmacro'),
            fc.constantFrom(
              '{{ m(1) }}',
              '{{ m(i, b=3) }}',
              '{{ m() }}',
              '{{ m(1, 2, 3) }}',
              '{{ m(q=1) }}',
              '{{ m.name }}',
            ),
          )
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom(
              '{{ varargs|length }}',
              '{{ kwargs }}',
              '{{ caller() }}',
              '{{ caller(1) }}',
              '{{ a }}',
            ),
            tie('body'),
          )
          .map(
            ([inner, body]) =>
              `{% macro w(a=1) %}${inner}{% endmacro %}{% call(v=0) w() %}${body}{{ v }}{% endcall %}`,
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fixed('raw'), gap, fc.constant('{{ raw }}{% x %}'), fixed('endraw'))
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            tag(fc.constantFrom('autoescape true', 'autoescape false', 'autoescape b')),
            tie('body'),
            fixed('endautoescape'),
          )
          .map((p) => p.join('')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('{% block q %}', '{% block q scoped %}'), tie('body'))
          .map(([start, body]) => `${start}${body}{% endblock %}{{ self.q() }}`),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '{% do mixed.append(1) %}',
          '{% do d.update({1: 2}) %}',
          '{% set x, y = 1, s %}',
          '{{ x }}{{ y }}',
        ),
      },
    ),
    template: fc
      .array(tie('statement'), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('')),
  }),
)
