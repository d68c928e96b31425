import { GalleyError } from '#shared/contract/errors.ts'
import type { CheckResultView, GuardrailView } from '#shared/contract/guardrail.ts'
import {
  type CheckResult,
  type Guardrail,
  validateGuardrail,
} from '#shared/domain/guardrails/engine.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import { expressionProblem } from '#shared/render/expression.ts'
import type { Counters } from './counters.ts'
import type { StoredGuardrail } from './store.ts'

type Settable = Pick<
  GuardrailView,
  'stages' | 'severity' | 'action' | 'rule' | 'appliesTo' | 'onError' | 'isEnabled' | 'description'
>
/** What a caller changes; whatever is absent stays as it was. */
export type Change = { [Key in keyof Settable]?: Settable[Key] | undefined }

const nothingCounted: Counters = { checks: 0, violations: 0, failures: 0, falsePositives: 0 }

/**
 * A guardrail with a change applied, as it may be stored. Throws `invalid_input`: the first problem is
 * the message and its path the place, `details.problems` has all of them.
 */
export function withChange(base: Partial<Guardrail>, change: Change): Guardrail {
  const { isEnabled, ...rest } = change
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const enabled = isEnabled ?? base.enabled ?? true
  const checked = validateGuardrail({ ...base, ...given, enabled })
  const problems = checked.ok ? customProblems(checked.guardrail) : checked.problems
  const [first] = problems
  if (checked.ok && first === undefined) return checked.guardrail
  throw new GalleyError('invalid_input', first?.message ?? 'This is not a guardrail.', {
    where: { field: first?.path ?? 'rule' },
    details: { problems },
    fix: 'Correct it and save again; nothing was changed.',
  })
}

/** The engine's validation knows no template language: expressions are read here. */
function customProblems({ rule }: Guardrail): { path: string; message: string }[] {
  const message = rule.type === 'custom' ? expressionProblem(rule.expression) : null
  return message === null ? [] : [{ path: 'rule.expression', message }]
}

export function toView(
  { guardrail, samples, isArchived }: StoredGuardrail,
  counters: Counters = nothingCounted,
): GuardrailView {
  const { enabled, rule, ...rest } = guardrail
  return { ...rest, rule: { ...rule }, isEnabled: enabled, samples, counters, isArchived }
}

/** A result as the contract shows it: without the redaction map, which holds the secrets themselves. */
export function toCheckView({ action, violations, failures }: CheckResult): CheckResultView {
  return {
    action,
    violations,
    failures: failures.map(({ guardrailName, message }) => ({ guardrailName, message })),
  }
}

/** The guardrail of that name, archived or not; throws `not_found` with the nearest name. */
export function requireNamed(all: readonly StoredGuardrail[], name: string): StoredGuardrail {
  const found = all.find(({ guardrail }) => guardrail.name === name)
  if (found !== undefined) return found
  const suggestion = nearestName(
    name,
    all.filter(({ isArchived }) => !isArchived).map(({ guardrail }) => guardrail.name),
  )
  throw new GalleyError('not_found', `There is no guardrail "${name}".`, {
    fix: suggestion === null ? 'See the list of guardrails.' : `Did you mean "${suggestion}"?`,
    where: { field: 'name' },
    ...(suggestion === null ? {} : { suggestion }),
  })
}

/** Names are how guardrails are addressed, archived ones too, since those can come back. */
export function refuseTaken(all: readonly StoredGuardrail[], name: string, id?: string): void {
  const taken = all.find(({ guardrail }) => guardrail.name === name && guardrail.id !== id)
  if (taken === undefined) return
  throw new GalleyError('already_exists', `There is already a guardrail "${name}".`, {
    where: { field: 'name' },
    fix: taken.isArchived
      ? 'It is archived: restore it, or choose another name.'
      : 'Choose another name.',
  })
}
