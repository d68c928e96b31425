import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completed, sampleOfSchema } from '#shared/domain/variables/sample.ts'
import { analyse } from '#shared/render/analysis.ts'
import { filterDocs, testDocs } from '#shared/render/language/docs.ts'
import { tagAt, tagsOf } from '#shared/render/language/tags.ts'
import {
  callAt,
  completeAt,
  definitionAt,
  describeAt,
  type LanguageSource,
  nameProblem,
  renamingAt,
} from '#shared/render/language.ts'
import { FILTERS } from '#shared/render/options.ts'
import { tests } from '#shared/render/tests/index.ts'

/** The text without its caret `¦`, and where that was. */
function caret(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('¦')
  return { text: marked.replace('¦', ''), offset: offset < 0 ? marked.length : offset }
}

function sourceOf(texts: string[], more: Partial<LanguageSource> = {}): LanguageSource {
  const messages = texts.map((content) => ({ role: 'user' as const, content }))
  return {
    texts,
    declared: [{ name: 'topic', description: 'What it is about.' }],
    sample: { user: { name: 'Ada', tags: ['x'] }, items: [{ price: 2 }] },
    partials: ['greeting', 'footer'],
    analysis: () => analyse({ kind: 'messages', messages }),
    ...more,
  }
}

function complete(marked: string, more: Partial<LanguageSource> = {}) {
  const { text, offset } = caret(marked)
  return completeAt(sourceOf([text], more), text, offset)
}

const labels = (marked: string) => complete(marked)?.items.map(({ label }) => label) ?? []

const detailOf = (marked: string, label: string) =>
  complete(marked)?.items.find((item) => item.label === label)?.detail

describe('completion', () => {
  it('is silent outside of tags, in comments and in raw parts', () => {
    for (const marked of ['Hello ¦', '{# us¦ #}', '{% raw %}{{ us¦ }}{% endraw %}', '{{ x }} ¦']) {
      expect(complete(marked)).toBe(null)
    }
  })

  it('offers declared, used, sampled and defined names in an unfinished tag', () => {
    const marked = '{{ other }}{% set mine = 1 %}{% macro m(a) %}{% endmacro %}{{ to¦\n{% if z %}'
    expect(labels(marked)).toEqual(
      expect.arrayContaining(['topic', 'other', 'user', 'items', 'mine', 'm', 'a', 'z', 'range']),
    )
    expect(labels(marked)).not.toContain('to')
    expect(complete('{{ to¦pic }}')).toMatchObject({ from: 3, to: 8 })
  })

  it('offers members of the sample, through loops and indexes', () => {
    expect(labels('{{ user.¦ }}')).toEqual(expect.arrayContaining(['name', 'tags', 'get']))
    expect(detailOf('{{ user.¦ }}', 'name')).toBe('"Ada"')
    expect(labels('{{ user.name.up¦')).toContain('upper')
    expect(labels('{% for item in items %}{{ item.¦')).toContain('price')
    expect(labels('{{ items[0].pr¦')).toEqual(['price', ...labels('{{ items[0].¦').slice(1)])
    expect(labels('{% for item in items %}{{ loop.¦')).toEqual(
      expect.arrayContaining(['index', 'last']),
    )
  })

  it('offers members of the schema that no sample shows, beside those of the sample', () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, orders: { items: { properties: { total: {} } } } },
    }
    const sample = { customer: completed({ name: 'Ada', orders: [] }, sampleOfSchema(schema)) }
    const here = (marked: string) => complete(marked, { sample })?.items ?? []
    expect(here('{{ customer.na¦').slice(0, 2)).toMatchObject([
      { label: 'name', detail: '"Ada"' },
      { label: 'orders', detail: 'list of 1' },
    ])
    expect(here('{% for order in customer.orders %}{{ order.¦')[0]).toMatchObject({
      label: 'total',
      detail: 'declared',
    })
    expect(here('{{ unknown.¦')).toEqual(expect.not.arrayContaining(['name']))
  })

  it('offers members that are in use elsewhere, whichever way leads there', () => {
    const elsewhere =
      '{{ customer.name }}{{ customer.address.city }}{% for one in lines %}{{ one.price }}'
    const used = (marked: string) => {
      const { text } = caret(marked)
      return (complete(marked, { sample: {}, texts: [elsewhere, text] })?.items ?? [])
        .filter(({ detail }) => detail === 'in use')
        .map(({ label }) => label)
    }
    expect(used('{{ customer.na¦')).toEqual(['name', 'address'])
    expect(used('{{ customer.address.¦')).toEqual(['city'])
    expect(used('{{ lines[3].¦')).toEqual(['price'])
    expect(used('{% for line in lines %}{{ line.pr¦')).toEqual(['price'])
    expect(used('{% set buyer = customer %}{{ buyer.¦')).toEqual(['name', 'address'])
    expect(used('{{ customer.nam¦ }}')).toEqual(['name', 'address'])
    expect(used('{{ other.¦')).toEqual([])
    // What is called is a method, and the name being written is none yet.
    expect(used('{{ thing.upper() }}{{ thing.up¦')).toEqual([])
  })

  it('follows loops over members, nested loops, indexes and other names', () => {
    expect(labels('{% for item in items | sort %}{{ item.¦')).toContain('price')
    expect(labels('{% for key, value in user.items() %}{{ value.¦')).toContain('upper')
    expect(labels('{% set first = items[0] %}{{ first.¦')).toContain('price')
    const sample = { shops: [{ lines: [{ sum: 1 }, { tax: 2 }] }], byId: { a: { title: 'x' } } }
    const here = (marked: string) => complete(marked, { sample })?.items.map(({ label }) => label)
    const nested = '{% for shop in shops %}{% for line in shop.lines %}{{ line.¦'
    expect(here(nested)?.slice(0, 2)).toEqual(['tax', 'sum'])
    expect(here('{% for line in shops[0].lines %}{{ line.¦')).toContain('sum')
    expect(here('{% for id, one in byId.items() %}{{ one.¦')).toContain('title')
    expect(here('{% for one in byId.values() %}{{ one.¦')).toContain('title')
    expect(here('{% with shop = shops[0] %}{{ shop.¦')).toContain('lines')
    // Names that stand for each other lead nowhere, and end.
    expect(here('{% set a = b %}{% set b = a %}{{ a.¦')).toEqual([])
  })

  it('offers filters with their signature, tests, tags and other templates', () => {
    expect(detailOf('{{ x | tr¦', 'truncate')).toBe(
      "truncate(length=255, killwords=False, end='...', leeway=None)",
    )
    expect(detailOf('{{ x | ¦ }}', 'upper')).toBe('upper()')
    expect(labels('{% filter ¦ %}')).toContain('indent')
    expect(labels('{{ x is not de¦ }}')).toContain('defined')
    expect(labels('{% ¦ %}')).toContain('for')
    const open = complete('{% for a in b %}{% if a %}x{% endif %}{% en¦')
    expect(open?.items.find(({ isFirst }) => isFirst)?.label).toBe('endfor')
    expect(complete('{% include "gr¦" %}')).toMatchObject({
      from: 12,
      to: 14,
      items: [{ label: 'greeting' }, { label: 'footer' }],
    })
    expect(complete('{{ "gr¦" }}')).toBe(null)
  })

  it('knows every filter and test of the engine', () => {
    expect([...filterDocs.keys()].sort()).toEqual([...FILTERS.jinja.keys()].sort())
    const named = [...tests.keys()].filter((name) => /^\w+$/.test(name))
    expect([...testDocs.keys()].sort()).toEqual(named.sort())
  })
})

describe('signature help', () => {
  it.each([
    ['{{ x | truncate(¦', 0],
    ['{{ x | truncate(10, ¦', 1],
    ['{{ x | truncate(10, end=¦', 2],
    ['{{ x | replace("a, b", f(1, 2), ¦', 2],
    ['{{ x is divisibleby(¦', 0],
    ['{{ range(1, ¦', 1],
    ['{{ name.center(¦', 0],
  ])('%s', (marked, active) => {
    const { text, offset } = caret(marked)
    expect(callAt(text, offset)?.active).toBe(active)
  })

  it('is silent outside of calls and for what it does not know', () => {
    for (const marked of ['{{ x | truncate¦', '{{ mine(¦', '{{ [1, ¦', '{{ x | truncate(1) ¦']) {
      const { text, offset } = caret(marked)
      expect(callAt(text, offset)).toBe(null)
    }
  })
})

describe('hover', () => {
  const hover = (marked: string) => {
    const { text, offset } = caret(marked)
    const said = describeAt(sourceOf([text]), text, offset)
    return said === null ? null : `${said.code} – ${said.text}`
  }

  it.each([
    ['{{ x | up¦per }}', 'upper() – All letters upper case.'],
    ['{{ x is defi¦ned }}', 'defined() – It exists.'],
    ['{% f¦or a in b %}', 'for – Repeats its body for every item.'],
    ['{{ user.na¦me }}', 'user.name – Sample value: "Ada"'],
    ['{{ top¦ic }}{{ topic }}', 'topic: string – Required, used twice. What it is about.'],
    ['{{ other¦ | default(1) }}', 'other: number – Optional, used once. Not declared.'],
    ['{% set mine = 1 %}{{ min¦e }}', 'mine – Defined in this text (set).'],
    ['{% include "footer¦" %}', 'footer – Another template.'],
    ['{% include "no¦" %}', 'no – There is no template of that name.'],
    ['{{ rang¦e(3) }}', 'range(*args) – Whole numbers from a start up to, not including, an end.'],
    ['{{ unknown.x¦ }}', null],
  ])('%s', (marked, said) => expect(hover(marked)).toBe(said))
})

describe('definition', () => {
  const find = (marked: string) => {
    const { text, offset } = caret(marked)
    return definitionAt(text, offset)
  }

  it('finds macros, sets, loop variables and other templates', () => {
    const macro = '{% macro hi(a) %}{{ a }}{% endmacro %}{{ h¦i(1) }}'
    expect(find(macro)).toMatchObject({ kind: 'place', at: 9, name: 'hi' })
    expect(find('{% set a = 1 %}{% set a = 2 %}{{ a¦ }}')).toMatchObject({ at: 22 })
    expect(find('{% for k, v in d %}{{ v¦ }}')).toMatchObject({ at: 10 })
    expect(find('{% include "foo¦ter" %}')).toMatchObject({ kind: 'partial', name: 'footer' })
    expect(find('{% from "lib" import m as n %}{{ n¦() }}')).toMatchObject({ name: 'lib' })
    expect(find('{{ topic¦ }}')).toBe(null)
  })
})

describe('rename', () => {
  const rename = (marked: string[], index: number) => {
    const { offset } = caret(marked[index] ?? '')
    const texts = marked.map((text) => caret(text).text)
    const found = renamingAt(sourceOf(texts), index, offset)
    const renamed = texts.map((text, textIndex) =>
      [...(found?.ranges ?? [])]
        .filter((range) => range.textIndex === textIndex)
        .sort((a, b) => b.from - a.from)
        .reduce((out, { from, to }) => `${out.slice(0, from)}NEW${out.slice(to)}`, text),
    )
    return { isVariable: found?.isVariable, renamed }
  }

  it('changes a variable in every message, and nothing else of that name', () => {
    const texts = [
      'Dear {{ na¦me }}\n{% if name %}{{ user.name }}{{ x | f(name=name) }}{% endif %}',
      '{% for name in names %}{{ name }}{% endfor %}{{ name | upper }} name',
    ]
    expect(rename(texts, 0)).toEqual({
      isVariable: true,
      renamed: [
        'Dear {{ NEW }}\n{% if NEW %}{{ user.name }}{{ x | f(name=NEW) }}{% endif %}',
        '{% for name in names %}{{ name }}{% endfor %}{{ NEW | upper }} name',
      ],
    })
  })

  it('changes what a text defines in that text alone', () => {
    const texts = ['{% for name in names %}{{ na¦me }}{% endfor %}{{ name }}', '{{ name }}']
    expect(rename(texts, 0)).toEqual({
      isVariable: false,
      renamed: ['{% for NEW in names %}{{ NEW }}{% endfor %}{{ name }}', '{{ name }}'],
    })
  })

  it('refuses names that are no names', () => {
    expect(nameProblem('good_name')).toBe(null)
    for (const name of ['', '1a', 'a b', 'not', 'for', 'range', 'true', 'loop']) {
      expect(nameProblem(name)).toContain('cannot be the name')
    }
  })
})

describe('suggestions', () => {
  it('come with the problems they mend', () => {
    const { problems } = analyse('{{ topik | uper }}', { declared: ['topic'] })
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(['upper', undefined, 'topic'])
    expect(problems.map(({ declaration }) => declaration)).toEqual([
      undefined,
      { name: 'topic', is: 'unused' },
      { name: 'topik', is: 'missing' },
    ])
  })
})

describe('the tag around a caret', () => {
  const pieces = ['{{', '}}', '{%', '%}', '{#', '#}', '-', '"', "'", '(', '[', '{', '}', ']', ')']
  const words = [...pieces, 'a', ' ', ' raw ', ' endraw ', '\n', '%', '|', '\\']

  it('is one that reading all tags finds, wherever the caret stands in whatever text', () => {
    assert(
      property(array(constantFrom(...words), { maxLength: 24 }), (parts) => {
        const text = parts.join('')
        const starts = tagsOf(text).map(({ start, end }) => `${start}-${end}`)
        for (let offset = 0; offset <= text.length; offset += 1) {
          const tag = tagAt(text, offset)
          const behind = tagsOf(text).filter(
            ({ start, end }) => start + 2 <= offset && offset < end - 1,
          )
          if (behind.length > 0) expect(tag).toEqual(behind[0])
          if (tag !== undefined) expect(starts).toContain(`${tag.start}-${tag.end}`)
        }
      }),
      { numRuns: 500 },
    )
  })
})
