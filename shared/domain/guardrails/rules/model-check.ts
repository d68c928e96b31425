import type { Finding, GuardrailServices, HttpResponse, ModelCheckRule } from '../types.ts'
import { exchangeOf, type Verdict } from './model-formats.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

const mostCached = 200
const firstPauseMs = 200
type Services = Required<Pick<GuardrailServices, 'fetch' | 'delay'>> & GuardrailServices

const isTransient = (status: number): boolean => status === 408 || status === 429 || status >= 500

function requireServices(services: GuardrailServices): Services {
  const { fetch, delay } = services
  if (fetch === undefined || delay === undefined) {
    throw new RuleFailure('No network is available here: a model check cannot be made.')
  }
  return { ...services, fetch, delay }
}

/** One attempt. A transport error, a timeout or a transient status comes back as a sentence. */
async function attempt(
  rule: ModelCheckRule,
  services: Services,
  text: string,
): Promise<HttpResponse | string> {
  const secret = rule.secret === undefined ? undefined : services.secret?.(rule.secret)
  if (rule.secret !== undefined && secret === undefined) {
    throw new RuleFailure(`The secret “${rule.secret}” is not set: add it in the settings.`)
  }
  const { headers, body } = exchangeOf(rule).request(rule, text, secret)
  const call = services.fetch(rule.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    timeoutMs: rule.timeoutMs,
  })
  const late = services.delay(rule.timeoutMs).then(() => `no answer within ${rule.timeoutMs} ms`)
  try {
    const answer = await Promise.race([call, late])
    if (typeof answer === 'string' || !isTransient(answer.status)) return answer
    return `status ${answer.status}`
  } catch (error) {
    return error instanceof Error ? error.message : 'the connection failed'
  } finally {
    // The loser of the race must not surface as an unhandled rejection.
    call.catch(() => undefined)
  }
}

async function ask(rule: ModelCheckRule, services: Services, text: string): Promise<Verdict> {
  let reason = ''
  for (let tried = 0; tried <= rule.retries; tried += 1) {
    if (tried > 0) await services.delay(firstPauseMs * 2 ** (tried - 1))
    const answer = await attempt(rule, services, text)
    if (typeof answer === 'string') {
      reason = answer
      continue
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new RuleFailure(
        `The moderation service at ${rule.url} refused the request (status ${answer.status}).`,
      )
    }
    const verdict = exchangeOf(rule).read(await answer.json())
    if (verdict === null)
      throw new RuleFailure(`The moderation service at ${rule.url} answered in an unknown form.`)
    return verdict
  }
  throw new RuleFailure(`The moderation service at ${rule.url} could not be asked: ${reason}.`)
}

function findingsOf(rule: ModelCheckRule, verdict: Verdict, text: string): Finding[] {
  const wanted = (name: string): boolean =>
    rule.categories.length === 0 || rule.categories.includes(name)
  const findings: Finding[] = []
  for (const { name, score } of verdict.scores) {
    if (!wanted(name) || score < rule.threshold) continue
    const message = `The moderation service scores “${name}” at ${score.toFixed(2)}.`
    findings.push({ entity: name, start: 0, end: text.length, score, message })
  }
  if (findings.length === 0 && verdict.flagged && rule.categories.length === 0) {
    findings.push({
      entity: null,
      start: 0,
      end: text.length,
      score: null,
      message: 'The moderation service flags the text.',
    })
  }
  return findings
}

/** Asks a moderation endpoint; the same text is asked once, also while the first answer is on its way. */
export function compileModelCheck(rule: ModelCheckRule, services: GuardrailServices): CompiledRule {
  const answers = new Map<string, Promise<Verdict>>()
  const verdictOf = (text: string): Promise<Verdict> => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const asked = ask(rule, requireServices(services), text)
    answers.set(text, asked)
    // A failure is not an answer: the next call asks again.
    asked.catch(() => answers.delete(text))
    const oldest = answers.size > mostCached ? answers.keys().next().value : undefined
    if (oldest !== undefined) answers.delete(oldest)
    return asked
  }
  return {
    scope: 'later',
    of: 'content',
    async findLater({ text }) {
      if (text.trim() === '') return []
      return findingsOf(rule, await verdictOf(text), text)
    },
  }
}
