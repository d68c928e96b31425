import type { ModelCheckRule } from '../types.ts'
import { isRecord } from '../untrusted.ts'

/** What an endpoint says about a text, in one form for all. */
export interface Verdict {
  flagged: boolean
  scores: { name: string; score: number }[]
}

interface Exchange {
  request(
    rule: ModelCheckRule,
    text: string,
    secret: string | undefined,
  ): { headers: Record<string, string>; body: unknown }
  /** Null when the answer is not in the expected form. */
  read(answer: unknown): Verdict | null
}

const bearer = (secret: string | undefined): Record<string, string> =>
  secret === undefined ? {} : { authorization: `Bearer ${secret}` }

const numericEntries = (value: unknown): { name: string; score: number }[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, score]) =>
        typeof score === 'number' ? [{ name, score }] : [],
      )
    : []

/** POST /v1/moderations: `{model, input}` → `results[0].category_scores`. */
const openai: Exchange = {
  request: (rule, text, secret) => ({
    headers: bearer(secret),
    body: { model: rule.model ?? 'omni-moderation-latest', input: text },
  }),
  read(answer) {
    const results = isRecord(answer) ? answer.results : undefined
    const first: unknown = Array.isArray(results) ? results[0] : undefined
    if (!isRecord(first)) return null
    return { flagged: first.flagged === true, scores: numericEntries(first.category_scores) }
  },
}

const perspectiveDefaults = ['TOXICITY', 'SEVERE_TOXICITY', 'IDENTITY_ATTACK', 'INSULT', 'THREAT']

/** POST comments:analyze: `{comment, requestedAttributes}` → `attributeScores.X.summaryScore.value`. */
const perspective: Exchange = {
  request(rule, text, secret) {
    const attributes = rule.categories.length > 0 ? rule.categories : perspectiveDefaults
    return {
      headers: secret === undefined ? {} : { 'x-goog-api-key': secret },
      body: {
        comment: { text },
        requestedAttributes: Object.fromEntries(attributes.map((name) => [name, {}])),
        doNotStore: true,
      },
    }
  },
  read(answer) {
    const attributes = isRecord(answer) ? answer.attributeScores : undefined
    if (!isRecord(attributes)) return null
    const scores = Object.entries(attributes).flatMap(([name, value]) => {
      const summary = isRecord(value) ? value.summaryScore : undefined
      const score = isRecord(summary) ? summary.value : undefined
      return typeof score === 'number' ? [{ name, score }] : []
    })
    return { flagged: false, scores }
  },
}

/** POST `{text}` → `{flagged?, score?, scores?}`: any endpoint somebody runs themselves. */
const generic: Exchange = {
  request: (rule, text, secret) => ({
    headers: bearer(secret),
    body: rule.model === undefined ? { text } : { text, model: rule.model },
  }),
  read(answer) {
    if (!isRecord(answer)) return null
    const { flagged, score, scores } = answer
    if (typeof flagged !== 'boolean' && typeof score !== 'number' && !isRecord(scores)) return null
    const single = typeof score === 'number' ? [{ name: 'score', score }] : []
    return { flagged: flagged === true, scores: [...single, ...numericEntries(scores)] }
  },
}

const exchanges: Record<ModelCheckRule['format'], Exchange> = { openai, perspective, generic }

export const exchangeOf = (rule: ModelCheckRule): Exchange => exchanges[rule.format]
