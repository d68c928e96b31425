import {
  type Evaluate,
  expectedText,
  type Finding,
  noReference,
  type Observed,
} from '../finding.ts'
import type { LeafAssertion } from '../schema.ts'
import type { AssertionServices, JudgeAnswer } from '../services.ts'
import { gradedFinding, readNumber, readObject, readReason, unreadable } from './answer.ts'
import { closedTask, evalTask, factTask, judgeSystem, material, rubricTask } from './prompts.ts'

type Of<Type extends LeafAssertion['type']> = Extract<LeafAssertion, { type: Type }>
export type Ask = NonNullable<AssertionServices['ask']>

export const noJudge: Finding = {
  kind: 'impossible',
  reason: 'No judge was chosen: name a model that judges.',
}

/** Puts a task to the judge and reads its answer. */
export async function judge(
  ask: Ask | undefined,
  { provider }: { provider?: string | undefined },
  task: string,
  parts: Readonly<Record<string, string | null>>,
  read: (fields: Record<string, unknown>, answer: JudgeAnswer) => Finding | null,
): Promise<Finding> {
  if (ask === undefined) return noJudge
  const user = `${material(parts)}\n\n${task}`
  const answer = await ask({ model: provider ?? null, system: judgeSystem, user })
  const fields = readObject(answer.text)
  return (fields && read(fields, answer)) ?? unreadable(answer)
}

/** `llm-rubric`: passes as the judge says and, where there is a threshold, with such a score. */
export function rubric(assertion: Of<'llm-rubric'>, { ask }: AssertionServices): Evaluate {
  const { value, threshold, rubricPrompt = rubricTask } = assertion
  return ({ output, expected, prompt }) => {
    const criteria = value ?? expectedText(expected)
    if (criteria === null) return noReference('llm-rubric')
    const parts = { prompt: prompt ?? null, output, rubric: criteria }
    return judge(ask, assertion, rubricPrompt, parts, (fields, { cost }) => {
      const score = readNumber(fields, 'score')
      const pass = typeof fields.pass === 'boolean' ? fields.pass : null
      if (score === null && pass === null) return null
      const given = score ?? (pass ? 1 : 0)
      const isMet = (pass ?? true) && given >= (threshold ?? (pass === null ? 0.5 : 0))
      return {
        kind: 'found',
        isMet,
        score: Math.min(1, Math.max(0, given)),
        fact: readReason(fields),
        cost,
      }
    })
  }
}

/** `g-eval`: the mean over the criteria of a score from 0 to 10, as a share. */
export function gEval(assertion: Of<'g-eval'>, { ask }: AssertionServices): Evaluate {
  const criteria = typeof assertion.value === 'string' ? [assertion.value] : assertion.value
  return async ({ output, prompt }) => {
    const found: (Finding & { kind: 'found' })[] = []
    for (const one of criteria) {
      const parts = { prompt: prompt ?? null, output, criteria: one }
      const finding = await judge(ask, assertion, evalTask, parts, (fields, { cost }) => {
        const score = readNumber(fields, 'score')
        return score === null ? null : gradedFinding(score / 10, 0, readReason(fields), cost)
      })
      if (finding.kind !== 'found') return finding
      found.push(finding)
    }
    const score = found.reduce((sum, one) => sum + one.score, 0) / found.length
    const fact = found.map((one) => one.fact).join(' ')
    return gradedFinding(score, assertion.threshold, fact, sumOfCosts(found))
  }
}

/** `model-graded-closedqa`: yes or no. */
export function closedQa(
  assertion: Of<'model-graded-closedqa'>,
  { ask }: AssertionServices,
): Evaluate {
  return ({ output, prompt }) => {
    const parts = { question: prompt ?? null, output, criterion: assertion.value }
    return judge(ask, assertion, closedTask, parts, (fields, { cost }) => {
      if (typeof fields.pass !== 'boolean') return null
      return gradedFinding(fields.pass ? 1 : 0, 1, readReason(fields), cost)
    })
  }
}

const factScores: Readonly<Record<string, number>> = {
  subset: 1,
  superset: 1,
  same: 1,
  immaterial: 1,
  contradicts: 0,
}

/** `factuality`: the output contradicts no fact of the reference. */
export function factuality(
  assertion: Of<'factuality' | 'model-graded-factuality'>,
  { ask }: AssertionServices,
): Evaluate {
  return ({ output, expected, prompt }: Observed) => {
    const reference = assertion.value ?? expectedText(expected)
    if (reference === null) return noReference(assertion.type)
    const parts = { question: prompt ?? null, output, reference }
    return judge(ask, assertion, factTask, parts, (fields, { cost }) => {
      const choice = String(fields.choice)
      const score = Object.hasOwn(factScores, choice) ? factScores[choice] : undefined
      if (score === undefined) return null
      return gradedFinding(score, 1, `${choice}: ${readReason(fields)}`, cost)
    })
  }
}

/** Null as soon as one of them is not known. */
export function sumOfCosts(found: readonly { cost?: number | null }[]): number | null {
  let sum = 0
  for (const { cost } of found) {
    if (cost === null || cost === undefined) return null
    sum += cost
  }
  return sum
}
