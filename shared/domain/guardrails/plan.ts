import { bitOf } from './judgements.ts'
import type { CompiledRule, ContentRule } from './rules/rule.ts'
import type {
  CheckInput,
  Guardrail,
  GuardrailScope,
  GuardrailStage,
  TemplateScope,
} from './types.ts'

/** A guardrail with its compiled rule, or with the reason why it has none. */
export interface Runner {
  readonly guardrail: Guardrail
  readonly rule: CompiledRule | null
  /** Why there is no rule. */
  readonly problem: string
  /** Its place in a text's judgement. */
  readonly slot: number
}

/** What is to be run at one stage of one template. */
export interface Plan {
  readonly runners: readonly Runner[]
  /** Ids of the guardrails that apply, and of those among them that need not wait. */
  readonly checked: readonly string[]
  readonly checkedAtOnce: readonly string[]
  /** Whether some rule wants the words of variables: reading a text pays then. */
  readonly readsWords: boolean
  /** Those whose findings depend on one text alone; all there are where `bits` is given. */
  readonly content: readonly ContentRunner[]
  /** The bits of all rules in a text's judgement; null where some rule has none or needs more than a text. */
  readonly bits: number | null
  readonly glances: Glances
}

/** What is to be run before and after rendering, where all rules judge texts one by one. */
export interface CallPlan {
  /** Those of both stages, each once, and their bits. */
  readonly content: readonly ContentRunner[]
  readonly bits: number
  readonly readsWords: boolean
  readonly glances: Glances
  /** The bits of the rules that judge prompts. */
  readonly promptBits: number
}

/** Tells at first sight that the rules for prompts find nothing; null where some rule cannot. */
export type Glances = readonly ((text: string) => boolean)[] | null

export interface ContentRunner {
  readonly rule: ContentRule
  readonly slot: number
  /** Instructions are what a template is made of: a whole prompt is no evidence for these rules. */
  readonly judgesIntent: boolean
}

/** Whether a guardrail looks for what a text wants, not for what it holds. */
export const judgesIntent = ({ rule: { type } }: Guardrail): boolean =>
  type === 'injection' || type === 'toxicity' || type === 'model_check'

/** Whether a template is one of those a guardrail is for; an empty list of its scope means all. */
export function isInScope(
  { templates, categories, labels }: GuardrailScope,
  template: TemplateScope,
): boolean {
  const { name, category = null, labels: has = [] } = template
  if (templates.length > 0 && !templates.includes(name)) return false
  if (categories.length > 0 && (category === null || !categories.includes(category))) return false
  return labels.length === 0 || labels.some((label) => has.includes(label))
}

const mustWait = ({ rule }: Runner): boolean => rule?.scope === 'later'
const readsWords = ({ rule }: Runner): boolean => rule?.scope === 'content' && rule.readsWords
const idsOf = (runners: readonly Runner[]): string[] => runners.map(({ guardrail }) => guardrail.id)

const contentRunners = ({ guardrail, rule, slot }: Runner): ContentRunner[] =>
  rule?.scope === 'content' ? [{ rule, slot, judgesIntent: judgesIntent(guardrail) }] : []

const judgingPrompts = (content: readonly ContentRunner[]): ContentRunner[] =>
  content.filter(({ judgesIntent }) => !judgesIntent)

const bitsOf = (content: readonly ContentRunner[]): number =>
  content.reduce((bits, { slot }) => bits | bitOf(slot), 0)

function glancesOf(content: readonly ContentRunner[]): Glances {
  const judging = judgingPrompts(content)
  const glances = judging.flatMap(({ rule }) => rule.isClearAtOnce ?? [])
  return glances.length === judging.length ? glances : null
}

function planFor(all: readonly Runner[], stage: GuardrailStage, template: TemplateScope): Plan {
  const runners = all.filter(
    ({ guardrail: { stages, appliesTo } }) =>
      stages.includes(stage) && isInScope(appliesTo, template),
  )
  const content = runners.flatMap(contentRunners)
  const isContentOnly = runners.length === content.length
  const hasBits = content.every(({ slot }) => bitOf(slot) !== 0)
  return {
    content,
    glances: glancesOf(content),
    bits: isContentOnly && hasBits ? bitsOf(content) : null,
    runners,
    checked: idsOf(runners),
    checkedAtOnce: idsOf(runners.filter((runner) => !mustWait(runner))),
    readsWords: runners.some(readsWords),
  }
}

function callPlanOf(input: Plan, prompt: Plan): CallPlan | null {
  if (input.bits === null || prompt.bits === null) return null
  const isNew = ({ slot }: ContentRunner) => ((input.bits ?? 0) & bitOf(slot)) === 0
  return {
    content: [...input.content, ...prompt.content.filter(isNew)],
    bits: input.bits | prompt.bits,
    readsWords: input.readsWords || prompt.readsWords,
    glances: prompt.glances,
    promptBits: bitsOf(judgingPrompts(prompt.content)),
  }
}

const nowhere: TemplateScope = { name: '' }

/** Plans by stage. The last one of each is kept: services render one version thousands of times. */
export class Plans {
  readonly #runners: readonly Runner[]
  readonly #last = new Map<GuardrailStage, { template: TemplateScope; plan: Plan }>()
  #lastCall: { template: TemplateScope; plan: CallPlan | null } | null = null

  constructor(runners: readonly Runner[]) {
    this.#runners = runners
  }

  of({ stage, template = nowhere }: CheckInput): Plan {
    const last = this.#last.get(stage)
    if (last !== undefined && last.template === template) return last.plan
    const plan = planFor(this.#runners, stage, template)
    this.#last.set(stage, { template, plan })
    return plan
  }

  /** Null where some rule needs more than one text at a time. */
  ofCall(template: TemplateScope): CallPlan | null {
    if (this.#lastCall?.template === template) return this.#lastCall.plan
    const [input, prompt] = [
      this.of({ stage: 'input', template }),
      this.of({ stage: 'prompt', template }),
    ]
    const plan = callPlanOf(input, prompt)
    this.#lastCall = { template, plan }
    return plan
  }
}
