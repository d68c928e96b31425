import { cost, finishReason, guardrails, human, isRefusal } from './answers.ts'
import { similar } from './embedding.ts'
import type { Evaluate } from './finding.ts'
import { expression, javascript, webhook } from './foreign.ts'
import { containsJson, isJson } from './formats/json.ts'
import { containsXml, html, isXml } from './formats/markup.ts'
import { containsSql, isSql } from './formats/sql.ts'
import { toolCallF1, validCalls } from './formats/tool-calls.ts'
import { answerRelevance, contextShare } from './judged/context.ts'
import { closedQa, factuality, gEval, rubric } from './judged/rubric.ts'
import { regex } from './regex/regex.ts'
import type { LeafAssertion, LeafType } from './schema.ts'
import type { AssertionServices } from './services.ts'
import { editDistance, graded } from './similarity/similarity.ts'
import { manyTexts, oneText, wordCount } from './texts.ts'
import { equals, latency, number } from './values.ts'

type Compilers = {
  [Type in LeafType]: (
    assertion: Extract<LeafAssertion, { type: Type }>,
    services: AssertionServices,
  ) => Evaluate
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
  cost,
  'finish-reason': finishReason,
  'is-refusal': isRefusal,
  guardrails,
  'is-sql': isSql,
  'contains-sql': containsSql,
  'is-valid-openai-tools-call': validCalls,
  'is-valid-function-call': validCalls,
  'is-valid-openai-function-call': validCalls,
  'tool-call-f1': toolCallF1,
  similar,
  'similar:cosine': similar,
  'similar:dot': similar,
  'similar:euclidean': similar,
  'llm-rubric': rubric,
  'g-eval': gEval,
  factuality,
  'model-graded-factuality': factuality,
  'model-graded-closedqa': closedQa,
  'answer-relevance': answerRelevance,
  'context-recall': contextShare,
  'context-relevance': contextShare,
  'context-faithfulness': contextShare,
  webhook,
  javascript,
  expression,
  human,
}

/**
 * Prepares one assertion: patterns and schemas are compiled once per run, not once per cell.
 * @throws AssertionRefused for one that cannot be run.
 */
export function compileLeaf(assertion: LeafAssertion, services: AssertionServices): Evaluate {
  // The table pairs every type with its own compiler; TypeScript cannot follow that through a lookup.
  const compile = compilers[assertion.type] as (
    assertion: LeafAssertion,
    services: AssertionServices,
  ) => Evaluate
  return compile(assertion, services)
}
