import { assertionTypes } from '../schema.ts'
import { type AssertionProblem, type LoadedAssertions, loadAssertions } from './load.ts'

/** Other names that promptfoo has for some. */
const shortForms: Readonly<Record<string, string>> = {
  fn: 'javascript',
  eval: 'javascript',
  grade: 'llm-rubric',
  closedqa: 'model-graded-closedqa',
}

interface Form {
  type: string
  name: string
  /** The number in parentheses. */
  limit: string | undefined
  value: string | undefined
}

/** The parts of `not-name(limit):value`, or null where the text is not of that form. */
function readForm(text: string): Form | null {
  const form =
    /^(not-)?((?:similar:(?:cosine|dot|euclidean)|[a-z]+(?:-[a-z0-9]+)*))(?:\((\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/.exec(
      text.trim(),
    )
  if (!form) return null
  const [, not = '', given = '', limit, value] = form
  const name =
    value !== undefined && Object.hasOwn(shortForms, given) ? (shortForms[given] ?? given) : given
  return { type: `${not}${name}`, name, limit, value }
}

const isKnown = ({ name }: Form) =>
  assertionTypes.some((known) => known === name && known !== 'assert-set')

function loadForm({ type, name, limit, value }: Form): LoadedAssertions {
  const limits = limit === undefined ? {} : limitOf(name, Number(limit))
  return loadAssertions([{ type, ...limits, ...parsedValue(name, value) }])
}

/**
 * One assertion in the short form of promptfoo's `__expected` columns: `contains:Paris`,
 * `not-regex:^Sorry`, `number(0.01):3.14`, `is-json`. A bare text that names no assertion means
 * `equals`. The number in parentheses is the threshold, for `number` the tolerance.
 */
export function loadAssertionText(text: string): LoadedAssertions {
  if (/^file:\/\//.test(text.trim())) {
    const message = '"file:" stands for a file with code, which Galley does not run here.'
    return { assertions: [], problems: [{ path: '0', message, suggestion: null }] }
  }
  const form = readForm(text)
  if (form === null) return loadAssertions([{ type: 'equals', value: text }])
  return isKnown(form) ? loadForm(form) : unknownForm(text, form)
}

/** The same form where a name is asked for, as on a command line: other text is a misspelt name. */
export function loadNamedAssertion(text: string): LoadedAssertions {
  const form = readForm(text)
  return form && isKnown(form) ? loadForm(form) : loadAssertions([{ type: form?.type ?? text }])
}

const limitOf = (name: string, limit: number) =>
  name === 'number' ? { tolerance: limit } : { threshold: limit }

function parsedValue(name: string, value: string | undefined): { value?: unknown } {
  if (value === undefined || value.trim() === '') return {}
  const isSchema = name === 'is-json' || name === 'contains-json'
  if (!isSchema) return { value: name === 'equals' ? value : value.trim() }
  try {
    return { value: JSON.parse(value) }
  } catch {
    return { value }
  }
}

/** "Paris" and "see: above" are texts to equal; "contians:Paris" is most likely a misspelt name. */
function unknownForm(text: string, { type, limit, value }: Form): LoadedAssertions {
  const asText = () => loadAssertions([{ type: 'equals', value: text }])
  if (limit === undefined && value === undefined) return asText()
  const { problems } = loadAssertions([{ type }])
  const isLikelyName = problems.some(
    (problem: AssertionProblem) =>
      problem.suggestion !== null || problem.message.includes('promptfoo'),
  )
  return isLikelyName ? { assertions: [], problems } : asText()
}
