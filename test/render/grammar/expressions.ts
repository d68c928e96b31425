import fc from 'fast-check'
import { CONTEXT_NAMES } from './contexts.ts'
import {
  ANY_FILTERS,
  ANY_METHODS,
  FORMATS,
  LIST_FILTERS,
  METHODS,
  NUMBER_FILTERS,
  SLICES,
  TESTS,
  TEXT_FILTERS,
} from './pools.ts'

const oneOf = (...values: string[]): fc.Arbitrary<string> => fc.constantFrom(...values)

/** Joins random parts to one text. */
const parts = (...arbitraries: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...arbitraries).map((texts) => texts.join(''))

const ORDER = ['==', '!=', '<', '<=', '>', '>=']

type Typed = {
  number: string
  text: string
  list: string
  dict: string
  flag: string
  any: string
}

const exponent = oneOf('0', '2', '3', '0.5', '(-1)')

/** Expressions of a type, so that most of them can be evaluated; `any` mixes types and often fails. */
export const typed = fc.letrec<Typed>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    {
      weight: 6,
      arbitrary: oneOf(
        'i',
        'j',
        'f',
        '1',
        '0',
        '2',
        '10',
        '3.0',
        '0.5',
        '1e3',
        '1_000',
        'xs|length',
        's|length',
        'loop.index',
        'd|count',
        'b',
      ),
    },
    {
      weight: 3,
      arbitrary: parts(
        oneOf('('),
        tie('number'),
        oneOf(' + ', ' - ', ' * ', ' / ', ' // ', ' % '),
        tie('number'),
        oneOf(')'),
      ),
    },
    { weight: 1, arbitrary: parts(tie('number'), oneOf(' ** '), exponent) },
    {
      weight: 2,
      arbitrary: parts(oneOf('('), tie('number'), oneOf(')|'), oneOf(...NUMBER_FILTERS)),
    },
    { weight: 1, arbitrary: parts(oneOf('-', '+', '- -'), tie('number')) },
    {
      weight: 1,
      arbitrary: parts(
        tie('list'),
        oneOf(
          '|length',
          '|count',
          '|sum',
          '|sum(start=10)',
          '|first',
          '|last',
          '|min',
          '|max',
          '.count(1)',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: parts(
        tie('text'),
        oneOf(
          '|length',
          '|wordcount',
          '|int',
          '|float',
          ".find('o')",
          ".count('l')",
          '|int(0, 16)',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: oneOf(
        "users|sum(attribute='age')",
        'cycler(1, 2).next()',
        '(i if b else j)',
        'f|round|int',
        'i.real',
      ),
    },
  ),
  text: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    {
      weight: 6,
      arbitrary: oneOf(
        's',
        't',
        's',
        "'abc'",
        '"x y"',
        "'a' 'b'",
        "'\\u00e9\\n'",
        "','",
        "'Äß'",
        "''",
        'joiner("; ")()',
        "'<i>'|safe",
      ),
    },
    { weight: 2, arbitrary: oneOf(...FORMATS) },
    {
      weight: 2,
      arbitrary: parts(oneOf('('), tie('text'), oneOf(' ~ ', ' + '), tie('text'), oneOf(')')),
    },
    { weight: 1, arbitrary: parts(oneOf('('), tie('any'), oneOf(' ~ '), tie('text'), oneOf(')')) },
    { weight: 1, arbitrary: parts(tie('text'), oneOf(' * 2', ' * i', ' * 0')) },
    { weight: 4, arbitrary: parts(oneOf('('), tie('text'), oneOf(')|'), oneOf(...TEXT_FILTERS)) },
    { weight: 3, arbitrary: parts(oneOf('('), tie('text'), oneOf(').'), oneOf(...METHODS)) },
    { weight: 2, arbitrary: parts(oneOf('('), tie('text'), oneOf(')'), oneOf(...SLICES)) },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('list'),
        oneOf(')|'),
        oneOf("join(', ')", 'join', "join('<')", 'tojson', 'pprint', 'string', 'urlencode'),
      ),
    },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('dict'),
        oneOf(')|'),
        oneOf(
          'tojson',
          'tojson(indent=2)',
          'pprint',
          'xmlattr',
          'string',
          'urlencode',
          'xmlattr(false)',
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('number'),
        oneOf(')|'),
        oneOf('filesizeformat', 'filesizeformat(true)', 'string', 'tojson', 'e', 'center(9)'),
      ),
    },
    {
      weight: 1,
      arbitrary: oneOf(
        "users|join(', ', attribute='name')",
        "users|map(attribute='name')|join('-')",
        'ys|first',
        'missing|d("m")',
        'users[0].name',
      ),
    },
  ),
  list: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    {
      weight: 5,
      arbitrary: oneOf(
        'xs',
        'ys',
        'users',
        '[]',
        '()',
        'range(4)',
        'range(5, 0, -2)',
        '[1, 2]',
        '(3,)',
        's.split()',
        "t.split(',')",
        'd.items()|list',
        'd|list',
        'd.values()|list',
        's.splitlines()',
        "s.partition(' ')",
        "t.rsplit(' ', 1)",
      ),
    },
    { weight: 2, arbitrary: parts(oneOf('['), tie('any'), oneOf(', '), tie('any'), oneOf(']')) },
    { weight: 1, arbitrary: parts(oneOf('('), tie('any'), oneOf(', '), tie('number'), oneOf(')')) },
    { weight: 2, arbitrary: parts(oneOf('(xs + '), tie('list'), oneOf(')')) },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('list'),
        oneOf(')'),
        oneOf('[1:]', '[:2]', '[::-1]', '[::2]', '[1:-1]', ' * 2'),
      ),
    },
    { weight: 4, arbitrary: parts(oneOf('('), tie('list'), oneOf(')|'), oneOf(...LIST_FILTERS)) },
    {
      weight: 1,
      arbitrary: oneOf(
        "xs|select('odd')|list",
        "xs|reject('gt', 3)|list",
        "users|selectattr('age', 'gt', 5)|list",
        "users|rejectattr('name')|list",
        "users|groupby('name')",
        "users|groupby('age')|list",
        "users|sort(attribute='age')|map(attribute='name')|list",
        "users|unique(attribute='name')|map(attribute='name')|list",
        "users|map(attribute='tags')|list",
        'd|dictsort',
        'd|dictsort(reverse=true)',
        'd|items|list',
        "xs|map('abs')|list",
        "mixed|map('string')|list",
        "users|sort(attribute='name,age')|map(attribute='age')|list",
        "users|groupby('name', case_sensitive=true)",
        "users|groupby('nick', default='x')",
      ),
    },
  ),
  dict: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    {
      weight: 4,
      arbitrary: oneOf(
        'd',
        '{}',
        'dict(a=1)',
        'users[0]',
        'd.copy()',
        '{1: 2, 1.0: 3, true: 4}',
        'dict(d, z=1)',
      ),
    },
    {
      weight: 2,
      arbitrary: parts(oneOf("{'a': "), tie('any'), oneOf(", 'b': "), tie('any'), oneOf('}')),
    },
    { weight: 1, arbitrary: parts(oneOf('{'), tie('number'), oneOf(': '), tie('any'), oneOf('}')) },
  ),
  flag: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    {
      weight: 3,
      arbitrary: oneOf('b', 'true', 'false', 'n', 'xs', 's', 'loop.first', 'missing is defined'),
    },
    {
      weight: 2,
      arbitrary: parts(tie('number'), oneOf(' '), oneOf(...ORDER), oneOf(' '), tie('number')),
    },
    {
      weight: 1,
      arbitrary: parts(
        tie('number'),
        oneOf(' < ', ' <= ', ' == '),
        tie('number'),
        oneOf(' <= ', ' != '),
        tie('number'),
      ),
    },
    {
      weight: 1,
      arbitrary: parts(tie('text'), oneOf(' == ', ' < ', ' in ', ' not in ', ' != '), tie('text')),
    },
    { weight: 1, arbitrary: parts(tie('list'), oneOf(' == ', ' != '), tie('list')) },
    { weight: 1, arbitrary: parts(tie('any'), oneOf(' in ', ' not in '), tie('list')) },
    { weight: 2, arbitrary: parts(tie('any'), oneOf(' is ', ' is not '), oneOf(...TESTS)) },
    {
      weight: 1,
      arbitrary: parts(
        tie('number'),
        oneOf(' is ', ' is not '),
        oneOf(
          'odd',
          'even',
          'divisibleby(3)',
          'divisibleby 2',
          'gt(2)',
          'lt 3.5',
          'ge(1)',
          'integer',
        ),
      ),
    },
    { weight: 1, arbitrary: parts(oneOf('not ', 'not not '), tie('flag')) },
    {
      weight: 1,
      arbitrary: parts(oneOf('('), tie('flag'), oneOf(' and ', ' or '), tie('flag'), oneOf(')')),
    },
    {
      weight: 1,
      arbitrary: parts(
        tie('text'),
        oneOf(
          ".startswith('H')",
          ".endswith(('d', 'x'))",
          '.isdigit()',
          '.isalpha()',
          '.istitle()',
          '.isspace()',
          '.isupper()',
          '.isidentifier()',
        ),
      ),
    },
  ),
  any: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'e' },
    { weight: 3, arbitrary: tie('number') },
    { weight: 3, arbitrary: tie('text') },
    { weight: 2, arbitrary: tie('list') },
    { weight: 1, arbitrary: tie('dict') },
    { weight: 1, arbitrary: tie('flag') },
    {
      weight: 1,
      arbitrary: oneOf(...CONTEXT_NAMES, 'none', 'd.a', 'd.key', 'd.missing', 'users', 'mixed'),
    },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('any'),
        oneOf(' if '),
        tie('flag'),
        oneOf(' else '),
        tie('any'),
        oneOf(')'),
      ),
    },
    { weight: 1, arbitrary: parts(oneOf('('), tie('any'), oneOf(' if '), tie('flag'), oneOf(')')) },
    {
      weight: 1,
      arbitrary: parts(oneOf('('), tie('any'), oneOf(' or ', ' and '), tie('any'), oneOf(')')),
    },
    { weight: 1, arbitrary: parts(oneOf('('), tie('any'), oneOf(')|'), oneOf(...ANY_FILTERS)) },
    { weight: 1, arbitrary: parts(oneOf('('), tie('any'), oneOf(').'), oneOf(...ANY_METHODS)) },
    {
      weight: 1,
      arbitrary: parts(
        oneOf('('),
        tie('any'),
        oneOf(')'),
        oneOf(...SLICES, "['a']", '.a', '.missing.deeper'),
      ),
    },
  ),
}))

export const expression = fc.oneof(
  { weight: 3, arbitrary: typed.text },
  { weight: 2, arbitrary: typed.number },
  { weight: 2, arbitrary: typed.list },
  { weight: 1, arbitrary: typed.dict },
  { weight: 2, arbitrary: typed.flag },
  { weight: 1, arbitrary: typed.any },
)
