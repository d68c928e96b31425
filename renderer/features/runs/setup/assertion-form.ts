import { type Assertion, assertionSchema } from '#shared/contract/run.ts'

/** An assertion while it is being filled in: everything is text until the run starts. */
export interface AssertionForm {
  readonly type: Assertion['type']
  readonly value: string
  readonly threshold: string
  readonly isNegated: boolean
}

interface Kind {
  readonly type: Assertion['type']
  readonly label: string
  /** What the value field takes; `expected` may stay empty and is then the case's expected answer. */
  readonly value: 'none' | 'text' | 'expected' | 'number' | 'lines'
  /** What the second number means, and what it begins with. */
  readonly threshold?: { readonly label: string; readonly initial: string; readonly key: string }
}

/** What the form offers, in the order it is read. */
export const kinds: readonly Kind[] = [
  { type: 'equals', label: 'equals', value: 'expected' },
  { type: 'contains', label: 'contains', value: 'expected' },
  { type: 'icontains', label: 'contains, any case', value: 'expected' },
  { type: 'contains-all', label: 'contains all of', value: 'lines' },
  { type: 'contains-any', label: 'contains one of', value: 'lines' },
  { type: 'starts-with', label: 'starts with', value: 'expected' },
  { type: 'regex', label: 'matches the pattern', value: 'text' },
  {
    type: 'number',
    label: 'ends in the number',
    value: 'number',
    threshold: { label: 'Tolerance', initial: '0', key: 'tolerance' },
  },
  { type: 'is-json', label: 'is JSON', value: 'none' },
  { type: 'contains-json', label: 'contains JSON', value: 'none' },
  {
    type: 'levenshtein',
    label: 'is close to',
    value: 'expected',
    threshold: { label: 'Most edits', initial: '5', key: 'threshold' },
  },
  {
    type: 'latency',
    label: 'comes within',
    value: 'none',
    threshold: { label: 'Milliseconds', initial: '5000', key: 'threshold' },
  },
]

export const kindOf = (type: Assertion['type']): Kind | undefined =>
  kinds.find((kind) => kind.type === type)

/** An empty form of a kind. */
export const freshForm = (type: Assertion['type']): AssertionForm => ({
  type,
  value: '',
  threshold: kindOf(type)?.threshold?.initial ?? '',
  isNegated: false,
})

function valueFields(form: AssertionForm, kind: Kind): object {
  if (kind.value === 'none') return {}
  if (kind.value === 'lines') {
    return { value: form.value.split('\n').filter((line) => line.trim() !== '') }
  }
  if (kind.value !== 'text' && form.value === '') return {}
  return { value: kind.value === 'number' ? Number(form.value) : form.value }
}

/** The assertion that is meant, or the sentence that says what is missing. */
export function readForm(form: AssertionForm): { assertion: Assertion } | { complaint: string } {
  const kind = kindOf(form.type)
  if (kind === undefined) return { complaint: 'This kind of assertion is unknown.' }
  const threshold = kind.threshold ? { [kind.threshold.key]: Number(form.threshold) } : {}
  const checked = assertionSchema.safeParse({
    type: form.type,
    isNegated: form.isNegated,
    ...valueFields(form, kind),
    ...threshold,
  })
  if (checked.success) return { assertion: checked.data }
  return { complaint: checked.error.issues[0]?.message ?? 'Something is missing.' }
}
