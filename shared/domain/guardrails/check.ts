import { bitOf, type Judgements } from './judgements.ts'
import { maskEntity, maskExcerpt } from './masking.ts'
import { judgesIntent, type Plan, type Runner } from './plan.ts'
import {
  type CompiledRule,
  type ContentRule,
  failureMessage,
  type LaterRule,
} from './rules/rule.ts'
import { Subject } from './subject.ts'
import type {
  CheckFailure,
  CheckInput,
  Finding,
  Guardrail,
  GuardrailAction,
  PiiEntity,
  Violation,
} from './types.ts'
import { eachLeaf } from './variables.ts'

type ImmediateRule = Exclude<CompiledRule, LaterRule>

/** The variables of one call as texts, for all its checks. */
export class Leaves {
  readonly of: CheckInput['variables']
  /** Bits of rules: those that found nothing in any of the texts need not look again. */
  cleared = 0
  readonly #judgements: Judgements
  readonly #isForWords: boolean
  #subjects: Subject[] | null = null

  constructor(variables: CheckInput['variables'], judgements: Judgements, isForWords: boolean) {
    this.of = variables
    this.#judgements = judgements
    this.#isForWords = isForWords
  }

  get subjects(): readonly Subject[] {
    return this.prepare()
  }

  /** Reads the variables now, unless that has been done. */
  prepare(): readonly Subject[] {
    this.#subjects ??= this.#read()
    return this.#subjects
  }

  #read(): Subject[] {
    const subjects: Subject[] = []
    if (this.of !== undefined)
      eachLeaf(this.of, (text, holder, key) =>
        subjects.push(new Subject(text, this.#isForWords, this.#judgements, holder, key)),
      )
    return subjects
  }
}

/** A check under way. */
export interface Draft {
  readonly input: CheckInput
  readonly plan: Plan
  /** The variables' leaves, then the text: what rules are given. */
  readonly leaves: Leaves
  readonly text: Subject | null
  readonly violations: Violation[]
  readonly failures: CheckFailure[]
}

/** The leaves of an earlier check of the same call, if it was of the same variables. */
export const leavesOf = (
  { variables }: CheckInput,
  plan: Plan,
  judgements: Judgements,
  earlier: Leaves | null,
): Leaves =>
  earlier !== null && earlier.of === variables
    ? earlier
    : new Leaves(variables, judgements, plan.readsWords)

export const isPromptOfAuthor = ({ stage, variables, templateText }: CheckInput): boolean =>
  stage === 'prompt' && (variables !== undefined || templateText !== undefined)

function textSubject(input: CheckInput, plan: Plan, judgements: Judgements): Subject | null {
  const { text } = input
  if (text === undefined) return null
  if (!isPromptOfAuthor(input)) return new Subject(text, plan.readsWords, judgements)
  return new Subject(text, false, judgements.ofRepeated)
}

export const createDraft = (
  input: CheckInput,
  plan: Plan,
  judgements: Judgements,
  leaves: Leaves,
): Draft => ({
  input,
  plan,
  leaves,
  text: textSubject(input, plan, judgements),
  violations: [],
  failures: [],
})

/** A template's author may write anything: only data is judged, and text that came from neither. */
function isAuthored({ input, leaves }: Draft, { text }: Subject, finding: Finding): boolean {
  const { stage, variables, templateText } = input
  if (stage !== 'prompt' || variables === undefined) return false
  if (templateText === undefined) return true
  const found = text.slice(finding.start, finding.end)
  return templateText.includes(found) || leaves.subjects.some((leaf) => leaf.text.includes(found))
}

const strength: Record<GuardrailAction, number> = { allow: 0, warn: 1, redact: 2, block: 3 }
export const stronger = (a: GuardrailAction, b: GuardrailAction): GuardrailAction =>
  strength[a] >= strength[b] ? a : b
const weaker = (a: GuardrailAction, b: GuardrailAction): GuardrailAction =>
  strength[a] <= strength[b] ? a : b

function record(draft: Draft, guardrail: Guardrail, subject: Subject, finding: Finding): void {
  const value = subject.text.slice(finding.start, finding.end)
  const isPii = guardrail.rule.type === 'pii' && finding.entity !== null
  draft.violations.push({
    guardrailId: guardrail.id,
    guardrailName: guardrail.name,
    type: guardrail.rule.type,
    severity: guardrail.severity,
    action: weaker(guardrail.action, finding.atMost ?? 'block'),
    entity: finding.entity,
    start: finding.start,
    end: finding.end,
    score: finding.score,
    variable: subject.variable,
    masked: isPii ? maskEntity(finding.entity as PiiEntity, value) : maskExcerpt(value),
    message: finding.message,
  })
}

function fail(draft: Draft, guardrail: Guardrail, message: string): void {
  const { id, name, onError } = guardrail
  draft.failures.push({ guardrailId: id, guardrailName: name, message, onError })
}

/**
 * Runs every rule that applies. Rules that have to wait are started only on demand; their promises are
 * returned and never reject.
 */
export function checkCall(draft: Draft, withWaiting: boolean): Promise<void>[] {
  const pending: Promise<void>[] = []
  for (const runner of draft.plan.runners) {
    const { guardrail, rule, problem } = runner
    if (rule === null) fail(draft, guardrail, problem)
    else if (rule.scope !== 'later') runSync(runner, rule, draft)
    else if (withWaiting) pending.push(runLater(guardrail, rule, draft))
  }
  return pending
}

/** The text of the call, or the variables where there is none. */
const textOrLeaves = ({ text, leaves }: Draft): readonly Subject[] =>
  text === null ? leaves.subjects : [text]

function runSync(runner: Runner, rule: ImmediateRule, draft: Draft): void {
  const { guardrail } = runner
  try {
    if (rule.scope === 'content') judgeContent(runner, rule, draft)
    else if (rule.scope === 'whole')
      for (const subject of textOrLeaves(draft))
        for (const finding of rule.find(subject)) record(draft, guardrail, subject, finding)
    else {
      const { text = '', variables = {}, metadata = {} } = draft.input
      const subject = draft.text ?? new Subject('', false, null)
      for (const finding of rule.find(subject, { text, variables, metadata }))
        record(draft, guardrail, subject, finding)
    }
  } catch (error) {
    fail(draft, guardrail, failureMessage(error))
  }
}

function judgeContent(runner: Runner, rule: ContentRule, draft: Draft): void {
  const { guardrail, slot } = runner
  const { input, leaves, text } = draft
  const isTextOnly = input.stage === 'output' && text !== null
  if (!isTextOnly && (leaves.cleared & bitOf(slot)) === 0) {
    let isClear = true
    for (const subject of leaves.subjects) {
      for (const finding of subject.findings(slot, rule.find)) {
        isClear = false
        record(draft, guardrail, subject, finding)
      }
    }
    if (isClear) leaves.cleared |= bitOf(slot)
  }
  if (text === null || (judgesIntent(guardrail) && isPromptOfAuthor(input))) return
  for (const finding of text.findings(slot, rule.find))
    if (!isAuthored(draft, text, finding)) record(draft, guardrail, text, finding)
}

async function runLater(guardrail: Guardrail, rule: LaterRule, draft: Draft): Promise<void> {
  const { input, leaves, text } = draft
  const isJudged = text !== null && !(judgesIntent(guardrail) && isPromptOfAuthor(input))
  const isTextOnly = input.stage === 'output' || rule.of === 'whole'
  const data = isTextOnly && text !== null ? [] : leaves.subjects
  const subjects = isJudged ? [...data, text] : data
  try {
    const answers = await Promise.all(subjects.map((subject) => rule.findLater(subject)))
    for (const [at, subject] of subjects.entries())
      for (const finding of answers[at] ?? []) record(draft, guardrail, subject, finding)
  } catch (error) {
    fail(draft, guardrail, failureMessage(error))
  }
}
