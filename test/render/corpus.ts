import { readFileSync } from 'node:fs'
import { type CaseResult, type RenderCase, runCase } from '#shared/render/cases.ts'

const folder = new URL('../fixtures/jinja/', import.meta.url)

export interface CorpusCase extends RenderCase {
  readonly group: string
  readonly expected?: string
  readonly expected_error?: string
  readonly error_phase?: string
  readonly jinja_3_1_6?: {
    readonly expected?: string
    readonly expected_error?: string
    readonly error_phase?: string
  }
  readonly sandboxed?: { readonly expected?: string; readonly expected_error?: string }
  readonly sandboxed_immutable?: { readonly expected?: string; readonly expected_error?: string }
}

function readLines<T>(name: string): T[] {
  const text = readFileSync(new URL(name, folder), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

export const corpusCases = (): CorpusCase[] => readLines<CorpusCase>('cases.jsonl')

/** What Python gives, or undefined where the two agree. The newest 3.1 release is the one to match. */
export function disagreement(item: CorpusCase, result: CaseResult): string | undefined {
  const wanted = item.jinja_3_1_6 ?? item
  if (wanted.expected !== undefined) {
    if ('output' in result && result.output === wanted.expected) return undefined
    return 'output' in result ? 'another text' : `${result.error.class} instead of a text`
  }
  if ('output' in result) return `a text instead of ${wanted.expected_error}`
  const isSame =
    result.error.class === wanted.expected_error &&
    result.error.phase === (wanted.error_phase ?? item.error_phase)
  return isSame ? undefined : `${result.error.class} while ${result.error.phase}`
}

/** Line statements, custom delimiters and DebugUndefined: counted apart from the rest. */
export function isRareFeature({ options = {} }: CorpusCase): boolean {
  return (
    Object.keys(options).some((key) => /_string$|_prefix$/.test(key)) ||
    options.undefined === 'DebugUndefined'
  )
}

export const runCorpusCase = (item: CorpusCase): CaseResult => runCase(item)
