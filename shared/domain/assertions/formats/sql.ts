import { type Evaluate, verdictOf } from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'

type Sql = Extract<LeafAssertion, { type: 'is-sql' | 'contains-sql' }>

/** Quoted texts and names, comments, words, numbers, and every other sign by itself. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?|\s+|./gsu

/** The clauses of each statement in the order they may stand; those in capitals have to be there. */
const clauses: Readonly<Record<string, readonly string[]>> = {
  select: [
    'SELECT',
    'from',
    'where',
    'group',
    'having',
    'window',
    'order',
    'limit',
    'offset',
    'fetch',
    'for',
  ],
  insert: ['INSERT', 'INTO', 'values', 'select', 'from', 'where', 'on', 'returning'],
  update: ['UPDATE', 'SET', 'from', 'where', 'returning'],
  delete: ['DELETE', 'FROM', 'using', 'where', 'returning'],
  create: ['CREATE'],
  alter: ['ALTER'],
  drop: ['DROP'],
  truncate: ['TRUNCATE'],
}
const joins = new Set(['union', 'intersect', 'except', 'all', 'distinct'])
/** A clause that ends in one of these has nothing to work on. */
const hanging = new Set(
  'select from where and or not set into values by on join having limit offset , = < > + - * / ( .'.split(
    ' ',
  ),
)

/** `is-sql`: the whole output is SQL, with or without a fence around it. */
export function isSql(_: Sql): Evaluate {
  return ({ output }) => {
    const fenced = /^\s*```(?:sql)?\s*\n([\s\S]*?)```\s*$/i.exec(output)
    const problem = sqlProblem(fenced?.[1] ?? output)
    return verdictOf(problem === null, problem ?? 'The output is SQL.')
  }
}

/** `contains-sql`: a fenced block, or the text from a statement's first word on, is SQL. */
export function containsSql(_: Sql): Evaluate {
  return ({ output }) => {
    const blocks = [...output.matchAll(/```(?:sql)?\s*\n([\s\S]*?)```/gi)].map(
      ([, text = '']) => text,
    )
    const starts = [...output.matchAll(/\b(?:select|insert|update|delete|with|create)\b/gi)]
      .slice(0, 20)
      .flatMap(({ index }) => [
        output.slice(index),
        output.slice(index).split(/;|\n\s*\n/)[0] ?? '',
      ])
    const isMet = [output, ...blocks, ...starts].some((text) => sqlProblem(text) === null)
    return verdictOf(isMet, isMet ? 'The output contains SQL.' : 'The output contains no SQL.')
  }
}

/**
 * What keeps a text from being SQL, null where nothing does. Judges the shape that all dialects share
 * (statements, the order of clauses, brackets, quotes), not names or types: there is no schema here.
 */
export function sqlProblem(text: string): string | null {
  const words = (text.match(token) ?? []).filter((one) => !/^(?:\s|--|\/\*)/.test(one))
  if (words.some((one) => one === "'" || one === '"' || one === '`'))
    return 'A quote is not closed.'
  const statements = splitAt(words, ';').filter((one) => one.length > 0)
  if (statements.length === 0) return 'There is no statement.'
  for (const statement of statements) {
    const problem = bracketProblem(statement) ?? statementProblem(statement)
    if (problem !== null) return problem
  }
  return null
}

function splitAt(words: readonly string[], sign: string): string[][] {
  const parts: string[][] = [[]]
  for (const word of words) {
    if (word === sign) parts.push([])
    else parts.at(-1)?.push(word)
  }
  return parts
}

function bracketProblem(words: readonly string[]): string | null {
  let depth = 0
  for (const word of words) {
    if (word === '(') depth += 1
    else if (word === ')' && --depth < 0) return 'A bracket is closed that was never opened.'
  }
  return depth === 0 ? null : 'A bracket is not closed.'
}

/** What stands outside of brackets; what is in them is a value here and a statement of its own if it begins as one. */
function outside(words: readonly string[]): { flat: string[]; inner: string[][] } {
  const flat: string[] = []
  const inner: string[][] = []
  let depth = 0
  for (const word of words) {
    if (word === ')') depth -= 1
    if (depth === 0) flat.push(word === ')' ? ')' : word)
    else inner.at(-1)?.push(word)
    if (word === '(') {
      if (depth === 0) inner.push([])
      depth += 1
    }
  }
  return { flat, inner }
}

function statementProblem(words: readonly string[]): string | null {
  const { flat, inner } = outside(words)
  for (const part of inner) {
    const isQuery = /^(?:select|with)$/i.test(part[0] ?? '')
    const problem = isQuery ? statementProblem(part) : null
    if (problem !== null) return problem
  }
  const lower = flat.map((word) => word.toLowerCase())
  if (lower[0] === 'with') {
    const main = lower.findIndex((word, index) => index > 0 && word in clauses)
    return main < 0 ? 'WITH is not followed by a statement.' : simpleProblem(lower.slice(main))
  }
  if (lower[0] === '(') return null
  return simpleProblem(lower)
}

function simpleProblem(words: readonly string[]): string | null {
  const branches: string[][] = [[]]
  for (const word of words) {
    if (joins.has(word) && ['union', 'intersect', 'except'].includes(word)) branches.push([])
    else branches.at(-1)?.push(word)
  }
  for (const branch of branches) {
    const start = branch[0] === 'all' || branch[0] === 'distinct' ? branch.slice(1) : branch
    const problem = start[0] === '(' ? null : clauseProblem(start)
    if (problem !== null) return problem
  }
  return null
}

function clauseProblem(words: readonly string[]): string | null {
  const [kind = ''] = words
  const order = Object.hasOwn(clauses, kind) ? clauses[kind] : undefined
  if (order === undefined) return `A statement cannot begin with "${kind}".`
  const last = words.at(-1) ?? ''
  if (words.length < 2 || (hanging.has(last) && last !== '*'))
    return `The statement ends after "${last}".`
  let at = -1
  for (const word of words) {
    const place = order.findIndex((clause, index) => clause.toLowerCase() === word && index !== at)
    if (place < 0 || (word === 'on' && kind !== 'insert')) continue
    if (place < at && !(kind === 'insert')) return `"${word.toUpperCase()}" stands too late.`
    at = Math.max(at, place)
  }
  const missing = order.find(
    (clause) => clause === clause.toUpperCase() && !words.includes(clause.toLowerCase()),
  )
  if (missing !== undefined) return `"${missing}" is missing.`
  if (kind === 'select' && words[1] === 'from') return 'Nothing is selected.'
  // Two names side by side are one with its alias; three are prose.
  return isProse(words) ? 'It reads as prose, not as SQL.' : null
}

const name = /^[a-z_$][\w$]*$/
const keywords = new Set(
  `select from where group by having order limit offset fetch for insert into values update set delete using
  returning create alter drop truncate table view index join left right full inner outer cross natural on as and
  or not in is null like ilike between exists case when then else end distinct all any some asc desc nulls first
  last only rows row over partition with recursive primary key foreign references unique default check
  constraint if cascade add column conflict do nothing window true false interval date timestamp time cast
  int integer text varchar char boolean numeric decimal real double precision bigint smallint serial next`.split(
    /\s+/,
  ),
)

function isProse(words: readonly string[]): boolean {
  let run = 0
  for (const word of words) {
    run = name.test(word) && !keywords.has(word) ? run + 1 : 0
    if (run > 2) return true
  }
  return false
}
