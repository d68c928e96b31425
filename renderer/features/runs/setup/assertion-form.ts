import { type Assertion, assertionSchema } from '#shared/contract/run/run.ts'
import { canNegate, canWeigh, fieldsOf, readField } from '#shared/domain/assertions/fields.ts'

/** An assertion while it is being filled in: everything is text until the run starts. */
export interface AssertionForm {
  readonly type: Assertion['type']
  /** By the name of the member. */
  readonly written: Readonly<Record<string, string>>
  readonly isNegated: boolean
  readonly weight: string
  readonly metric: string
  /** Of a set. */
  readonly members: readonly AssertionForm[]
}

/** An empty form of a kind. */
export const freshForm = (type: Assertion['type']): AssertionForm => ({
  type,
  written: Object.fromEntries(fieldsOf(type).map(({ name, initial }) => [name, initial ?? ''])),
  isNegated: false,
  weight: '1',
  metric: '',
  members: type === 'assert-set' ? [freshForm('contains')] : [],
})

/** What is in both kinds stays written: one tries `contains`, then `icontains`. */
export function changeType(form: AssertionForm, type: Assertion['type']): AssertionForm {
  const fresh = freshForm(type)
  const kept = fieldsOf(type)
    .filter(({ name, initial }) => initial === null && (form.written[name] ?? '') !== '')
    .map(({ name }) => [name, form.written[name] ?? ''])
  return {
    ...fresh,
    written: { ...fresh.written, ...Object.fromEntries(kept) },
    isNegated: form.isNegated && canNegate(type),
    weight: form.weight,
    metric: form.metric,
  }
}

/** The words beside the field of a member. */
export const fieldLabels: Readonly<Record<string, string>> = {
  value: 'Value',
  threshold: 'Threshold',
  tolerance: 'Tolerance',
  provider: 'Judge',
  rubricPrompt: 'Question to the judge',
}

type Read = { assertion: Assertion } | { complaint: string }

/** The assertion that is meant, or the sentence that says what is missing. */
export function readForm(form: AssertionForm): Read {
  const made: Record<string, unknown> = { type: form.type }
  for (const field of fieldsOf(form.type)) {
    const label = fieldLabels[field.name] ?? field.name
    try {
      const value = readField(field, form.written[field.name] ?? '')
      if (value === undefined && field.isRequired) return { complaint: `${label} is missing.` }
      if (Number.isNaN(value)) return { complaint: `${label} is a number.` }
      if (value !== undefined) made[field.name] = value
    } catch {
      return { complaint: `${label} is JSON, and this is none.` }
    }
  }
  if (canNegate(form.type)) made.isNegated = form.isNegated
  if (canWeigh(form.type)) {
    made.weight = form.weight.trim() === '' ? 1 : Number(form.weight)
    if (form.metric.trim() !== '') made.metric = form.metric.trim()
  }
  if (form.type === 'assert-set') {
    const members = form.members.map(readForm)
    const broken = members.find((one) => 'complaint' in one)
    if (broken) return broken
    made.assertions = members.flatMap((one) => ('assertion' in one ? [one.assertion] : []))
  }
  const checked = assertionSchema.safeParse(made)
  if (checked.success) return { assertion: checked.data }
  return { complaint: checked.error.issues[0]?.message ?? 'Something is missing.' }
}
