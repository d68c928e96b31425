import { GalleyError } from '#shared/contract/errors.ts'
import type { Assertion, LeafAssertion } from '#shared/domain/assertions/schema.ts'
import type { AssertionServices } from '#shared/domain/assertions/services.ts'
import { openEvaluator } from '#shared/render/expression.ts'
import type { Model } from '../../models/model.ts'
import { openModel } from '../../models/registry.ts'
import type { RunParts } from '../ports.ts'

/** Who is asked by the assertions of a run. */
export interface Judges {
  judge: string | null
  embedder: string | null
  usesCache: boolean
}

/** A webhook that says nothing for longer than this is a failure of the cell. */
const webhookMs = 30_000

type Parts = Pick<RunParts, 'providers' | 'cache' | 'scripts'>

/** The world as assertions may use it; `signal` ends whatever they wait for. */
export function openServices(
  { providers, cache, scripts }: Parts,
  { judge, embedder, usesCache }: Judges,
  signal: AbortSignal,
): AssertionServices {
  const models = new Map<string, Model>()
  const modelOf = (ref: string): Model => {
    const model = models.get(ref) ?? openModel(ref, null, providers)
    models.set(ref, model)
    return usesCache ? cache.over(model) : model
  }
  // The engine's evaluator takes any names; its type speaks of guardrails.
  const evaluate = openEvaluator() as unknown as NonNullable<AssertionServices['evaluate']>
  return {
    evaluate,
    post: (url, body) => post(url, body, signal),
    ...(scripts.isAllowed()
      ? { runScript: (source, scope) => scripts.run(source, scope, signal) }
      : {}),
    ...(embedder === null ? {} : { embed: (texts) => providers.embed(embedder, texts, signal) }),
    async ask({ model, system, user }) {
      const ref = model ?? judge
      if (ref === null) throw needs('a judge', 'judge', 'Choose a model that judges.')
      const messages = [
        { role: 'system' as const, content: system },
        { role: 'user' as const, content: user },
      ]
      const prompt = { kind: 'messages' as const, messages }
      const settings = { temperature: 0 }
      const request = { prompt, settings, recordedOutputs: {}, signal }
      const { output, cost } = await modelOf(ref).complete(request)
      return { text: output, cost }
    },
  }
}

/** How many judgements may be under way at once. */
export const judgeWidth = ({ providers }: Parts, { judge }: Judges): number =>
  judge === null ? 1 : openModel(judge, null, providers).concurrency

async function post(url: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const fail = (why: string, cause?: unknown) =>
    new GalleyError('provider_failed', `The webhook ${new URL(url).host} ${why}.`, {
      fix: 'Is its address right, and does it run?',
      cause,
    })
  const stops = AbortSignal.any([signal, AbortSignal.timeout(webhookMs)])
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: stops,
    })
    if (!response.ok) throw fail(`answered ${response.status}`)
    return await response.json()
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof GalleyError ? error : fail('gave no answer that could be read', error)
  }
}

const judged: ReadonlySet<string> = new Set<LeafAssertion['type']>([
  'llm-rubric',
  'g-eval',
  'factuality',
  'model-graded-factuality',
  'model-graded-closedqa',
  'answer-relevance',
  'context-recall',
  'context-relevance',
  'context-faithfulness',
])
const embedding = /^(?:similar(?::.*)?|answer-relevance)$/

/** Whether an assertion asks a judge, and which one it names. */
function askedBy(assertion: Assertion): { needsJudge: boolean; provider: string | null } {
  const needsJudge = judged.has(assertion.type) || /^(?:select-best|pairwise)$/.test(assertion.type)
  return { needsJudge, provider: ('provider' in assertion && assertion.provider) || null }
}

/** Every model that the assertions ask, with the run's own where they name none. */
export function modelsAsked(
  { providers }: Pick<RunParts, 'providers'>,
  { judge, embedder }: Omit<Judges, 'usesCache'>,
  assertions: readonly Assertion[],
): Model[] {
  const refs = leavesOf(assertions).flatMap((assertion) => {
    const { needsJudge, provider } = askedBy(assertion)
    return [
      provider ?? (needsJudge ? judge : null),
      embedding.test(assertion.type) ? embedder : null,
    ]
  })
  return [...new Set(refs)].flatMap((ref) => (ref === null ? [] : openModel(ref, null, providers)))
}

const leavesOf = (assertions: readonly Assertion[]) =>
  assertions.flatMap((one) => (one.type === 'assert-set' ? one.assertions : [one]))

/**
 * Refuses assertions whose judge, embedding model or permission is missing, before the first cell.
 * @throws GalleyError `invalid_input` with the place
 */
export function refuseUnasked(
  { providers, scripts }: Parts,
  { judge, embedder }: Omit<Judges, 'usesCache'>,
  assertions: readonly Assertion[],
): void {
  if (judge !== null) openModel(judge, null, providers)
  for (const [index, outer] of assertions.entries()) {
    const where = `assertions.${index}`
    for (const assertion of outer.type === 'assert-set' ? outer.assertions : [outer]) {
      const { needsJudge, provider } = askedBy(assertion)
      if (provider !== null) openModel(provider, null, providers)
      const what = `The assertion "${assertion.type}" needs`
      if (needsJudge && provider === null && judge === null) {
        throw needs(`${what} a judge`, where, 'Choose a model that judges.')
      }
      if (embedding.test(assertion.type) && embedder === null) {
        throw needs(`${what} an embedding model`, where, 'Choose a model that embeds texts.')
      }
      if (assertion.type === 'javascript' && !scripts.isAllowed()) {
        throw needs(
          `${what} scripts to be allowed in this workspace`,
          where,
          'Allow them in the settings, or write it as an "expression".',
        )
      }
    }
  }
}

/** Questions that a run puts to judges, at most: criteria of g-eval and both orders of a pair count each. */
export function countJudgeCalls(
  assertions: readonly Assertion[],
  cells: number,
  columns: number,
): number {
  const cases = cells / columns
  return leavesOf(assertions).reduce((sum, assertion) => {
    if (assertion.type === 'select-best') return sum + cases
    if (assertion.type === 'pairwise') return sum + 2 * (columns - 1) * cases
    if (!judged.has(assertion.type)) return sum
    const criteria =
      assertion.type === 'g-eval' && Array.isArray(assertion.value) ? assertion.value.length : 1
    return sum + criteria * cells
  }, 0)
}

const needs = (what: string, field: string, fix: string) =>
  new GalleyError('invalid_input', `${what}.`, { fix, where: { field } })
