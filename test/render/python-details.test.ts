import { describe, expect, it } from 'vitest'
import { runCase } from '#shared/render/cases.ts'

/** What campaigns of random templates found to differ, with the answers of Python 3.11 and Jinja2 3.1.6. */
const answers: readonly (readonly [template: string, answer: string])[] = [
  ["{{ '%(a)s %s' % {'a': 1} }}", 'TypeError'],
  ["{{ '%s %(a)s' % {'a': 1} }}", "{'a': 1} 1"],
  ["{{ '%(a)*d' % {'a': 1} }}", 'TypeError'],
  ["{{ 'abc'|center(none) }}", 'TypeError'],
  ["{{ 'abc'|truncate(3.5) }}", 'abc'],
  ["{{ 'abcdef'|truncate(1.5) }}", 'AssertionError'],
  ["{{ 'abc'|truncate(nothing) }}", 'UndefinedError'],
  ["{{ 'abc'|truncate(end=none) }}", 'TypeError'],
  ["{{ [1]|selectattr('a.b', 'nosuch')|list }}", 'UndefinedError'],
  ['{{ 5|map()|list }}', 'FilterArgumentError'],
  ["{{ 5|select('nosuch')|list }}", 'TypeError'],
  ['{{ 2.5|round(none) }} {{ 7|round(none) }}', '2 7'],
  ["{{ 2.5|round(none, 'ceil') }}", 'TypeError'],
  ['{{ 5|attr(true) }}', 'TypeError'],
  ['{{ dict(**nothing) }}', 'UndefinedError'],
  ['{{ [1]|tojson(nothing) }}', 'UndefinedError'],
  ['{{ [2, 1].sort(reverse=nothing) }}', 'TypeError'],
  ["{{ 'a'|indent(nothing) }}", 'UndefinedError'],
  ['{{ nothing|indent(2.0) }}', 'TypeError'],
  ['{{ [1]|slice(nothing)|list }}', 'UndefinedError'],
  ["{{ 'abc'|wordwrap(2, wrapstring=5) }}", 'AttributeError'],
  ["{{ 'a'.splitlines(none) }}", 'TypeError'],
  ["{{ {'a': 1}.get('x', default='') }}", 'TypeError'],
  ["{{ 'abc'.center(width=9) }}", 'TypeError'],
  ["{{ 'a b c'.split(sep=' ', maxsplit=1) }}", "['a', 'b c']"],
  ["{{ '{!a}'.format('é') }}", "'\\xe9'"],
  ['{% for k, in [[1]] %}{% endfor %}', 'TemplateSyntaxError'],
  ['{{ 0.0 // -0.5 }} {{ 0.5 // -2 }} {{ -0.0 // 2 }}', '-0.0 -1.0 -0.0'],
]

describe('details of Python', () => {
  it.each(answers)('%s', (template, answer) => {
    const ours = runCase({ id: '', template, context_json: '{}', options: {} })
    expect('error' in ours ? ours.error.class : ours.output).toBe(answer)
  })

  it('under autoescape, the last item of safe text is safe', () => {
    const template = "{{ ('<b>'|safe)|last }}{{ ('<b>'|safe)|first }}"
    const ours = runCase({ id: '', template, context_json: '{}', options: { autoescape: true } })
    expect(ours).toMatchObject({ output: '>&lt;' })
  })

  it.each(["{{ 'a' == xs[0] }}", '{{ xs[0] is filter }}'])(
    'strict values refuse %s',
    (template) => {
      const options = { undefined: 'StrictUndefined' }
      expect(runCase({ id: '', template, context_json: '{"xs": []}', options })).toMatchObject({
        error: { class: 'UndefinedError' },
      })
    },
  )

  it('what DebugUndefined prints has the repr of the key', () => {
    const template = "{{ xs[1.0] }}{{ [1][none:'a'] }}"
    const options = { undefined: 'DebugUndefined' }
    expect(runCase({ id: '', template, context_json: '{"xs": []}', options })).toMatchObject({
      output:
        "{{ no such element: list object[1.0] }}{{ no such element: list object[slice(None, 'a', None)] }}",
    })
  })
})
