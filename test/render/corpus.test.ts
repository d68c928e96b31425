import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type CorpusCase,
  corpusCases,
  disagreement,
  isRareFeature,
  runCorpusCase,
} from './corpus.ts'

const knownMisses: Record<string, string> = JSON.parse(
  readFileSync(new URL('known-misses.json', import.meta.url), 'utf8'),
)

/** Groups whose texts must agree in at least 99 of 100 cases. */
const STRICT_GROUPS = [
  'chat-templates',
  'prompt-files',
  'own-prompts',
  'own-whitespace',
  'minja-syntax',
  'js-jinja-unit',
]

interface Tally {
  texts: number
  exact: number
  errors: number
  met: number
}

const cases = corpusCases()
const misses = new Map<string, string>()
const groups = new Map<string, Tally>()
const common: Tally = { texts: 0, exact: 0, errors: 0, met: 0 }

function count(tally: Tally, isText: boolean, isMet: boolean): void {
  if (isText) {
    tally.texts += 1
    tally.exact += isMet ? 1 : 0
  } else {
    tally.errors += 1
    tally.met += isMet ? 1 : 0
  }
}

function tallyOf(group: string): Tally {
  const tally = groups.get(group) ?? { texts: 0, exact: 0, errors: 0, met: 0 }
  groups.set(group, tally)
  return tally
}

function run(item: CorpusCase): void {
  const miss = disagreement(item, runCorpusCase(item))
  if (miss !== undefined) misses.set(item.id, miss)
  const isText = (item.jinja_3_1_6 ?? item).expected !== undefined
  count(tallyOf(item.group), isText, miss === undefined)
  if (!isRareFeature(item)) count(common, isText, miss === undefined)
}

for (const item of cases) run(item)

function table(): string {
  const row = (name: string, { exact, texts, met, errors }: Tally): string =>
    `${name.padEnd(22)}${`${exact}/${texts}`.padStart(12)}${`${met}/${errors}`.padStart(10)}`
  return [
    `${'group'.padEnd(22)}${'exact texts'.padStart(12)}${'errors'.padStart(10)}`,
    ...[...groups].map(([name, tally]) => row(name, tally)),
    row('all common features', common),
  ].join('\n')
}

describe('the corpus of Python answers', () => {
  it('prints agreement per group', () => {
    console.log(table())
    expect(cases.length).toBe(1540)
  })

  it.each(STRICT_GROUPS)('%s agrees in 99 of 100 texts', (group) => {
    const { exact, texts } = tallyOf(group)
    expect(exact / texts).toBeGreaterThanOrEqual(0.99)
  })

  it('agrees in 98 of 100 texts over all common features', () => {
    expect(common.exact / common.texts).toBeGreaterThanOrEqual(0.98)
  })

  it('fails in the same phase with the same class in 96 of 100 error cases', () => {
    const all = [...groups.values()]
    const sum = (key: keyof Tally): number => all.reduce((total, tally) => total + tally[key], 0)
    expect(sum('met') / sum('errors')).toBeGreaterThanOrEqual(0.96)
  })

  it('misses exactly the listed cases', () => {
    expect(Object.fromEntries(misses)).toEqual(
      Object.fromEntries(Object.keys(knownMisses).map((id) => [id, expect.any(String)])),
    )
  })

  it('gives a reason for every listed miss', () => {
    for (const reason of Object.values(knownMisses)) expect(reason.length).toBeGreaterThan(20)
  })
})

describe('the sandboxes', () => {
  const differing = cases.flatMap((item) => [
    ...(item.sandboxed ? [{ item, wanted: item.sandboxed, sandbox: 'sandboxed' }] : []),
    ...(item.sandboxed_immutable
      ? [{ item, wanted: item.sandboxed_immutable, sandbox: 'immutable' }]
      : []),
  ])

  it.each(differing.map((entry) => [entry.item.id, entry.sandbox, entry] as const))(
    '%s in the %s environment',
    (_id, sandbox, { item, wanted }) => {
      const result = runCorpusCase({ ...item, options: { ...item.options, sandbox } })
      if (wanted.expected === undefined) {
        expect('error' in result && result.error.class).toBe(wanted.expected_error)
      } else expect(result).toEqual({ id: item.id, output: wanted.expected })
    },
  )
})
