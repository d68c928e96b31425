/**
 * The words of the guardrail engine: what a guardrail is, what it is asked, what it answers.
 * Every offset is a UTF-16 index into the text as it was handed in (`start` inclusive, `end` exclusive).
 */

export type GuardrailStage = 'input' | 'prompt' | 'output'
/** In rising strength: the strongest action of all violations is the action of the check. */
export type GuardrailAction = 'allow' | 'warn' | 'redact' | 'block'
export type Severity = 'critical' | 'high' | 'medium' | 'low'

/** Personal data and secrets that are looked for. */
export const piiEntities = [
  'SSN',
  'CREDIT_CARD',
  'PHONE',
  'EMAIL',
  'IBAN',
  'IP',
  'URL_CREDENTIALS',
  'API_KEY',
] as const
export type PiiEntity = (typeof piiEntities)[number]

export interface PiiRule {
  type: 'pii'
  entities: PiiEntity[]
}

export interface InjectionRule {
  type: 'injection'
  /**
   * The lowest score that is reported. Between the two thresholds the action is at most `warn`,
   * whatever the guardrail says: at that score a few per cent of harmless texts are reported.
   */
  threshold: 'block' | 'warn'
}

export interface ToxicityRule {
  type: 'toxicity'
  /** Words of the reader's trade that are no insult there ("bitch" at a kennel). */
  allow: string[]
  /** Words to report besides the built-in list. */
  extra: string[]
}

export interface KeywordRule {
  type: 'keyword'
  words: string[]
  caseSensitive: boolean
  /** Report "cat" in "cat food" but not in "concatenate". */
  wholeWords: boolean
}

export interface RegexRule {
  type: 'regex'
  /** RE2 syntax: no look-around, no back-references. */
  pattern: string
  /** Any of `i`, `m`, `s`. */
  flags?: string
}

export interface MaxLengthRule {
  type: 'max_length'
  limit: number
  unit: 'characters' | 'tokens'
}

export interface JsonSchemaRule {
  type: 'json_schema'
  schema: unknown
}

export interface ModelCheckRule {
  type: 'model_check'
  /** `openai`: /v1/moderations. `perspective`: comments:analyze. `generic`: `{text}` in, `{score, flagged}` out. */
  format: 'openai' | 'perspective' | 'generic'
  url: string
  model?: string
  /** Categories or attributes that count; empty = all that the endpoint answers. */
  categories: string[]
  /** A category with at least this score is a violation (0 to 1). */
  threshold: number
  timeoutMs: number
  /** Further attempts after a network failure, a 429 or a 5xx. */
  retries: number
  /** Name of the secret that is sent as bearer token (openai, generic) or API key header (perspective). */
  secret?: string
}

export interface CustomRule {
  type: 'custom'
  /** An expression of the template language over `text`, `variables`, `metadata`; true = violation. */
  expression: string
}

export type GuardrailRule =
  | PiiRule
  | InjectionRule
  | ToxicityRule
  | KeywordRule
  | RegexRule
  | MaxLengthRule
  | JsonSchemaRule
  | ModelCheckRule
  | CustomRule

export type GuardrailRuleType = GuardrailRule['type']

/** Empty lists mean "all". */
export interface GuardrailScope {
  templates: string[]
  categories: string[]
  labels: string[]
}

export interface Guardrail {
  id: string
  name: string
  stages: GuardrailStage[]
  severity: Severity
  action: GuardrailAction
  rule: GuardrailRule
  appliesTo: GuardrailScope
  /** What a failure to evaluate means: let the call pass, or block it. Recorded either way. */
  onError: 'open' | 'closed'
  enabled: boolean
  description: string
}

/** What a rule found, before the guardrail's name and action are added. */
export interface Finding {
  entity: string | null
  start: number
  end: number
  /** 0 to 1 where the rule computes one, else null. */
  score: number | null
  message: string
  /** An upper bound for the action: a weak signal must not block. */
  atMost?: GuardrailAction
}

export interface Violation {
  guardrailId: string
  guardrailName: string
  type: GuardrailRuleType
  severity: Severity
  action: GuardrailAction
  entity: string | null
  start: number
  end: number
  score: number | null
  /** Path of the variable the offsets refer to (`user.notes[2]`), null when they refer to the text. */
  variable: string | null
  /** The span with everything secret replaced: safe for logs. */
  masked: string
  message: string
}

export interface TemplateScope {
  name: string
  category?: string | null
  labels?: string[]
}

export interface CheckInput {
  stage: GuardrailStage
  /** The rendered prompt (stage prompt), the model's answer (output) or a bare user text (input). */
  text?: string
  /** The bindings of the call. Strings anywhere inside are judged one by one, apart from the template's text. */
  variables?: Record<string, unknown>
  /**
   * The template's own source. At the prompt stage a span outside every variable is reported only
   * when the author did not write it; without the source such spans count as the author's.
   */
  templateText?: string
  /** The same object for as long as it says the same: what applies to it is worked out once. */
  template?: TemplateScope
  metadata?: Record<string, unknown> | undefined
  /** Placeholders given earlier in the same call, to be continued. */
  redactions?: RedactionMap | undefined
}

export interface Redaction {
  placeholder: string
  value: string
}

/** What was replaced in one call, in order of first appearance. Holds secrets: never log it. */
export interface RedactionMap {
  entries: Redaction[]
}

export interface CheckFailure {
  guardrailId: string
  guardrailName: string
  message: string
  onError: 'open' | 'closed'
}

export interface CheckResult {
  /** The strongest action of all violations and of fail-closed failures. */
  action: GuardrailAction
  violations: Violation[]
  failures: CheckFailure[]
  /** How many guardrails applied, by id, for the counters. */
  checked: readonly string[]
  /** The text with redactions applied; present when a text was given. */
  text?: string | undefined
  /** The variables with redactions applied; present when variables were given. */
  variables?: Record<string, unknown> | undefined
  redactions: RedactionMap
}

export interface CustomScope {
  text: string
  variables: Record<string, unknown>
  metadata: Record<string, unknown>
}

export interface HttpRequest {
  method: 'POST'
  headers: Record<string, string>
  body: string
  /** The host gives up after this long; the engine gives up too, should the host not. */
  timeoutMs: number
}

export interface HttpResponse {
  status: number
  json(): Promise<unknown>
}

/** What the engine cannot do by itself in a page: all optional, a rule that misses its service fails. */
export interface GuardrailServices {
  /** Template expression → is it a violation, or the sentence that says why. */
  evaluate?: (expression: string, scope: CustomScope) => boolean | string
  fetch?: (url: string, request: HttpRequest) => Promise<HttpResponse>
  /** Resolves after the given time; used for time limits and pauses between attempts. */
  delay?: (ms: number) => Promise<void>
  secret?: (name: string) => string | undefined
  /** Answers what counts tokens; asked for only when a limit in tokens is to be checked. */
  loadTokenizer?: () => Promise<(text: string) => number>
}

/**
 * Whether there is anything for guardrails to say about a call, for hosts that render thousands of times a
 * second. False promises nothing: the checks themselves then tell. Both answers true: the checks of both
 * stages would find nothing and redact nothing.
 */
export interface FirstLook {
  /** Before rendering: by the rules of both stages. */
  areVariablesClear(template: TemplateScope, variables: Record<string, unknown>): boolean
  /** For every text that was rendered from clear variables. */
  isPromptClear(template: TemplateScope, text: string): boolean
}

export interface CompiledGuardrails {
  /** The enabled guardrails, in their order. */
  readonly guardrails: readonly Guardrail[]
  /** Whether some rule has to wait for a model or a tokenizer: then only `checkAsync` runs all of them. */
  readonly mustWait: boolean
  /** Null where rules have to wait: those are asked about every call. */
  readonly firstLook: FirstLook | null
  /** Every rule that need not wait. Never throws. */
  check(input: CheckInput): CheckResult
  /** Every rule. Never rejects. */
  checkAsync(input: CheckInput): Promise<CheckResult>
  /**
   * A `check` for the stages of one call, which reads its variables only once. Between its checks nothing
   * may be waited for: whoever holds the variables could change them meanwhile.
   */
  forCall(): (input: CheckInput) => CheckResult
}

export type ValidatedGuardrail =
  | { ok: true; guardrail: Guardrail }
  | { ok: false; problems: { path: string; message: string }[] }
