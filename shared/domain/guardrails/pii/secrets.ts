import type { PiiSource } from './source.ts'
import type { PiiSpan } from './span.ts'

/**
 * Keys of well-known vendors by the prefixes the vendors document, each with the length it has at least.
 * `hint` is a literal that every match contains: a text without it costs one substring search.
 */
interface KeyForm {
  hint: string
  pattern: RegExp
}
const key = (hint: string, body: string): KeyForm => ({
  hint,
  pattern: new RegExp(`(?<![A-Za-z0-9_-])(?:${body})(?![A-Za-z0-9_])`, 'g'),
})
const keyForms: readonly KeyForm[] = [
  key('sk-', 'sk-(?:proj|ant|svcacct|admin|or|lf)-[A-Za-z0-9_-]{16,200}|sk-[A-Za-z0-9]{20,64}'), // OpenAI, Anthropic, OpenRouter, Langfuse
  key('AKIA', 'AKIA[A-Z2-7]{16}'), // AWS access keys
  key('ASIA', 'ASIA[A-Z2-7]{16}'),
  key('gh', 'gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255}'), // GitHub (gh…, github_pat_)
  key('glpat-', 'glpat-[A-Za-z0-9_.-]{20,64}'), // GitLab
  key('xox', 'xox[abeoprs]-[A-Za-z0-9-]{10,250}'), // Slack
  key('xapp-', 'xapp-\\d-[A-Za-z0-9-]{10,250}'),
  key('hooks.slack.com', 'https://hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,80}'),
  key('AIza', 'AIza[A-Za-z0-9_-]{35}'), // Google
  key('GOCSPX-', 'GOCSPX-[A-Za-z0-9_-]{28}'),
  key('ya29.', 'ya29\\.[A-Za-z0-9_-]{20,255}'),
  key('k_live_', '[srp]k_live_[A-Za-z0-9]{16,255}'), // Stripe
  key('k_test_', '[srp]k_test_[A-Za-z0-9]{16,255}'),
  key('whsec_', 'whsec_[A-Za-z0-9+/=]{24,128}'),
  key('SK', 'SK[0-9a-f]{32}'), // Twilio
  key('SG.', 'SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{30,64}'), // SendGrid
  key('npm_', 'npm_[A-Za-z0-9]{36}'),
  key('pypi-', 'pypi-[A-Za-z0-9_-]{50,255}'),
  key('hf_', 'hf_[A-Za-z0-9]{30,64}'), // Hugging Face
  key('gsk_', 'gsk_[A-Za-z0-9]{40,64}'), // Groq
  key('xai-', 'xai-[A-Za-z0-9]{40,120}'),
  key('r8_', 'r8_[A-Za-z0-9]{37,40}'), // Replicate
  key('pplx-', 'pplx-[A-Za-z0-9]{40,64}'), // Perplexity
  key('shp', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'), // Shopify
  key('do', 'do[opr]_v1_[a-f0-9]{64}'), // DigitalOcean
  key('dapi', 'dapi[a-f0-9]{32}(?:-\\d)?'), // Databricks
  key('lin_api_', 'lin_api_[A-Za-z0-9]{32,48}'), // Linear
  key('ntn_', 'ntn_[A-Za-z0-9]{40,50}'), // Notion
  key('PMAK-', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'), // Postman
  key('gl', 'glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,255}'), // Grafana
  key('hvs.', 'hvs\\.[A-Za-z0-9_-]{20,128}'), // Vault
  key('sntry', 'sntry[su]_[A-Za-z0-9+/=_-]{30,255}'), // Sentry
  key('key-', 'key-[0-9a-f]{32}'), // Mailgun
  key('dckr_pat_', 'dckr_pat_[A-Za-z0-9_-]{20,64}'), // Docker
  key('tfp_', 'tfp_[A-Za-z0-9_]{40,64}'), // Typeform
  key('sq0', 'sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43}'), // Square
  key('AGE-SECRET-KEY-', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'),
  key(':AA', '\\d{8,10}:AA[A-Za-z0-9_-]{33}'), // Telegram bots
  key('eyJ', 'eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,1000}'), // JSON web tokens
  key(
    'PRIVATE KEY',
    '-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----[A-Za-z0-9+/=\\s:,-]{16,6000}-----END (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----',
  ),
]
const assigned =
  /(?:api[_ -]?key|api[_ -]?token|secret[_ -]?(?:access[_ -]?)?key|client[_ -]?secret|access[_ -]?token|auth[_ -]?token|account[_ -]?key)["']?\s?(?:=|:|:=|=>|is)\s?["']?(?:Bearer )?([A-Za-z0-9_./+=-]{20,200})/gi
const bearer = /\bBearer\s([A-Za-z0-9_./+=~-]{20,2000})/g

/** Shannon entropy in bits per character: words and placeholders stay below 3.2, random keys above. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

const isRandom = (value: string): boolean =>
  /\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= 3.2

function findAssigned(text: string): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (const pattern of [assigned, bearer]) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? ''
      const end = match.index + match[0].length
      if (isRandom(value))
        spans.push({ entity: 'API_KEY', start: end - value.length, end, score: 0.8 })
    }
  }
  return spans
}

/** Every key has an unbroken run of mixed letters and digits at least this long; most texts have none. */
export const shortestKeyPart = 12
const assignmentHint = /key|token|secret|bearer/i

/** How far before its long part a key's prefix may stand (web hook addresses are the longest). */
const prefixReach = 64

/** The passages that can hold a key: around long mixed words. Most texts have none. */
function suspects({ text, tokens }: PiiSource): string {
  let passages = ''
  let covered = 0
  for (let at = 0; at < tokens.count; at += 1) {
    const start = tokens.starts[at] ?? 0
    const end = tokens.ends[at] ?? 0
    if (end - start < shortestKeyPart || tokens.words[at]?.isCompound !== true) continue
    passages += `${text.slice(Math.max(covered, start - prefixReach), end)} `
    covered = end
  }
  return passages
}

/** API keys and tokens: vendor prefixes with their lengths, and random values given to a name like `api_key`. */
export function findApiKeys(source: PiiSource): PiiSpan[] {
  const { text } = source
  const passages = suspects(source)
  const spans: PiiSpan[] = []
  for (const { hint, pattern } of keyForms) {
    if (!passages.includes(hint)) continue
    for (const match of text.matchAll(pattern)) {
      spans.push({
        entity: 'API_KEY',
        start: match.index,
        end: match.index + match[0].length,
        score: 1,
      })
    }
  }
  return assignmentHint.test(passages) ? [...spans, ...findAssigned(text)] : spans
}

const placeholder =
  /^(?:[<{[$%*].{0,64}|x{3,}|\*{2,}|user(?:name)?|pass(?:word)?|pwd|secret|token)$/i

/** `scheme://user:password@host`: the span is `user:password`. Placeholders are no secrets. */
export function findUrlCredentials(source: PiiSource): PiiSpan[] {
  const { text } = source
  const spans: PiiSpan[] = []
  if (!text.includes('://')) return spans
  const login = /(?<=[a-z]:\/\/)([^\s/:@"'<>]{0,128}):([^\s/@"'<>]{1,256})@(?=[\p{L}\p{N}[{])/giu
  for (const match of text.matchAll(login)) {
    if (placeholder.test(match[2] ?? '')) continue
    const end = match.index + match[0].length - 1
    spans.push({ entity: 'URL_CREDENTIALS', start: match.index, end, score: 1 })
  }
  return spans
}
