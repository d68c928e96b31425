import type { Evaluate } from './finding.ts'
import { containsJson, isJson } from './json.ts'
import { containsXml, html, isXml } from './markup.ts'
import { regex } from './regex.ts'
import type { LeafAssertion, LeafType } from './schema.ts'
import { editDistance, graded } from './similarity.ts'
import { manyTexts, oneText, wordCount } from './texts.ts'
import { equals, latency, number } from './values.ts'

type Compilers = {
  [Type in LeafType]: (assertion: Extract<LeafAssertion, { type: Type }>) => Evaluate
}

const compilers: Compilers = {
  equals,
  contains: oneText,
  icontains: oneText,
  'starts-with': oneText,
  'contains-all': manyTexts,
  'contains-any': manyTexts,
  'icontains-all': manyTexts,
  'icontains-any': manyTexts,
  regex,
  'is-json': isJson,
  'contains-json': containsJson,
  'is-xml': isXml,
  'contains-xml': containsXml,
  'is-html': html,
  'contains-html': html,
  'word-count': wordCount,
  number,
  levenshtein: editDistance,
  'rouge-n': graded,
  bleu: graded,
  gleu: graded,
  meteor: graded,
  latency,
}

/**
 * Prepares one assertion: patterns and schemas are compiled once per run, not once per cell.
 * @throws AssertionRefused for one that cannot be run.
 */
export function compileLeaf(assertion: LeafAssertion): Evaluate {
  // The table pairs every type with its own compiler; TypeScript cannot follow that through a lookup.
  const compile = compilers[assertion.type] as (assertion: LeafAssertion) => Evaluate
  return compile(assertion)
}
