import type { Assertion } from './schema.ts'

/** What people look for an assertion under. */
export type Family = 'text' | 'structure' | 'likeness' | 'judge' | 'call' | 'code' | 'answers'

export interface Explained {
  family: Family
  /** One sentence: when it holds. */
  help: string
}

const of =
  (family: Family) =>
  (help: string): Explained => ({ family, help })
const text = of('text')
const structure = of('structure')
const likeness = of('likeness')
const judge = of('judge')
const call = of('call')
const code = of('code')
const answers = of('answers')

const toolsHelp = 'The answer calls a tool that was offered, with arguments its schema allows.'
const factual = 'A judge finds that the answer agrees with the facts of the reference.'

/** Every assertion in a sentence, for forms and help. */
export const explained: Readonly<Record<Assertion['type'], Explained>> = {
  equals: text('The whole answer is the value, or the same JSON where the value is an object.'),
  contains: text('The text stands somewhere in the answer.'),
  icontains: text('The text stands somewhere in the answer, in capitals or not.'),
  'starts-with': text('The answer begins with the text.'),
  'contains-all': text('Each of the texts stands in the answer.'),
  'contains-any': text('At least one of the texts stands in the answer.'),
  'icontains-all': text('Each of the texts stands in the answer, in capitals or not.'),
  'icontains-any': text('At least one of the texts stands in the answer, in capitals or not.'),
  regex: text('The pattern is found somewhere in the answer.'),
  number: text('The last number of the answer is the value, within the tolerance.'),
  'word-count': text('The answer has so many words: a number, or {"min": 5, "max": 20}.'),
  'is-json': structure('The whole answer is JSON, and meets the schema where one is given.'),
  'contains-json': structure('JSON stands in the answer, and meets the schema where one is given.'),
  'is-xml': structure('The whole answer is XML, with the elements where paths are given.'),
  'contains-xml': structure('XML stands in the answer, with the elements where paths are given.'),
  'is-html': structure('The whole answer is HTML.'),
  'contains-html': structure('HTML stands in the answer.'),
  'is-sql': structure('The whole answer is a statement of SQL.'),
  'contains-sql': structure('A statement of SQL stands in the answer.'),
  levenshtein: likeness('At most so many characters differ from the reference.'),
  'rouge-n': likeness('Shares word sequences with the reference (ROUGE), 0 to 1.'),
  bleu: likeness('Shares word sequences with the reference (BLEU), 0 to 1.'),
  gleu: likeness('Shares word sequences with the reference (GLEU), 0 to 1.'),
  meteor: likeness('Aligns with the words of the reference and their stems (METEOR), 0 to 1.'),
  similar: likeness('Means the same as the reference, by the embedding model of the run.'),
  'similar:cosine': likeness('The embeddings of answer and reference point the same way.'),
  'similar:dot': likeness('The product of the embeddings of answer and reference is high.'),
  'similar:euclidean': likeness('The embeddings of answer and reference lie near each other.'),
  'llm-rubric': judge('A judge finds that the answer does what the rubric asks.'),
  'g-eval': judge('A judge grades the answer by each criterion, step by step.'),
  factuality: judge(factual),
  'model-graded-factuality': judge(factual),
  'model-graded-closedqa': judge('A judge says yes to the criterion about the answer.'),
  'answer-relevance': judge('Questions that the answer would fit resemble the one that was asked.'),
  'context-recall': judge('The context holds what the expected answer says.'),
  'context-relevance': judge('The context is what the question needs, and little else.'),
  'context-faithfulness': judge('The answer says nothing that the context does not support.'),
  'is-refusal': judge('The answer declines to do what was asked, by its wording.'),
  latency: call('The answer came within so many milliseconds.'),
  cost: call('The answer cost no more than so many US dollars.'),
  'finish-reason': call('The model ended for this reason: stop, length, tool-calls, …'),
  guardrails: call('No guardrail objected to the cell.'),
  'is-valid-openai-tools-call': call(toolsHelp),
  'is-valid-function-call': call(toolsHelp),
  'is-valid-openai-function-call': call(toolsHelp),
  'tool-call-f1': call('The tools that were called are the expected ones: F1, 0 to 1.'),
  webhook: code('A service of yours is sent the answer and says whether it passes.'),
  javascript: code('A script passes or scores the answer; the workspace has to allow scripts.'),
  expression: code('An expression of the template language over output and inputs is true.'),
  human: answers('A person passes or fails the answer on the results page.'),
  'select-best': answers('A judge finds this answer the best of those to the same case.'),
  'max-score': answers('The answer has the highest score of those to the same case.'),
  pairwise: answers('A judge prefers it to the first column, blind and in both orders.'),
  'assert-set': answers('Several assertions count as one: all, or their mean score.'),
}
