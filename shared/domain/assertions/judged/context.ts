import { cosine } from '../embedding.ts'
import {
  type Evaluate,
  expectedText,
  type Finding,
  noReference,
  type Observed,
} from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import type { AssertionServices } from '../services.ts'
import { gradedFinding, readNumber, readObject, readReason, unreadable } from './answer.ts'
import {
  faithfulnessTask,
  judgeSystem,
  material,
  questionTask,
  recallTask,
  relevanceTask,
} from './prompts.ts'
import { judge, noJudge, sumOfCosts } from './rubric.ts'

type Context = Extract<
  LeafAssertion,
  { type: 'context-recall' | 'context-relevance' | 'context-faithfulness' }
>
type Relevance = Extract<LeafAssertion, { type: 'answer-relevance' }>

/** An input as text: what was found for the question, or the question itself. */
function inputText({ inputs }: Observed, name: string): string | null {
  const value = inputs && Object.hasOwn(inputs, name) ? inputs[name] : undefined
  if (Array.isArray(value)) return value.map((one) => expectedText(one) ?? '').join('\n')
  return expectedText(value)
}

/** The retrieval measures: each the share of statements that hold, as the judge counts them. */
export function contextShare(assertion: Context, { ask }: AssertionServices): Evaluate {
  return (observed) => {
    const context = inputText(observed, 'context')
    if (context === null) {
      return { kind: 'impossible', reason: `"${assertion.type}" needs an input named "context".` }
    }
    const question = inputText(observed, 'query') ?? observed.prompt ?? null
    const { output } = observed
    const reference = assertion.value ?? expectedText(observed.expected)
    if (assertion.type === 'context-recall' && reference === null)
      return noReference(assertion.type)
    const [task, parts] = {
      'context-recall': [recallTask, { reference, context }] as const,
      'context-relevance': [relevanceTask, { question, context }] as const,
      'context-faithfulness': [faithfulnessTask, { question, context, output }] as const,
    }[assertion.type]
    return judge(ask, assertion, task, { ...parts }, (fields, { cost }) => {
      const total = readNumber(fields, 'total')
      const supported = readNumber(fields, 'supported')
      if (total === null || supported === null || supported > total || total < 0) return null
      const score = total === 0 ? 0 : supported / total
      const fact = `${supported} of ${total}: ${readReason(fields)}`
      return gradedFinding(score, assertion.threshold, fact, cost)
    })
  }
}

/**
 * `answer-relevance`: how near the questions that the output answers are to the one that was asked: the
 * mean cosine of their vectors, 0 for an evasive output.
 */
export function answerRelevance(assertion: Relevance, services: AssertionServices): Evaluate {
  const { ask, embed } = services
  return async (observed): Promise<Finding> => {
    if (ask === undefined) return noJudge
    if (embed === undefined) {
      return { kind: 'impossible', reason: 'No embedding model was chosen to compare meanings.' }
    }
    const question = inputText(observed, 'query') ?? observed.prompt ?? ''
    const user = `${material({ output: observed.output })}\n\n${questionTask}`
    const answer = await ask({
      model: assertion.provider ?? null,
      system: judgeSystem,
      user,
    })
    const fields = readObject(answer.text)
    const questions = fields?.questions
    if (!fields || !Array.isArray(questions) || questions.length === 0) return unreadable(answer)
    const texts = questions.map(String)
    if (fields.isEvasive === true) {
      return gradedFinding(0, assertion.threshold, 'The output is evasive.', answer.cost)
    }
    const { vectors, cost } = await embed([question, ...texts])
    const [asked = [], ...others] = vectors
    const score = others.reduce((sum, other) => sum + cosine(asked, other), 0) / others.length
    const fact = `The output answers: ${texts.join(' ')}`
    return gradedFinding(score, assertion.threshold, fact, sumOfCosts([answer, { cost }]))
  }
}
