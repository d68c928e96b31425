import { InvalidArgumentError } from 'commander'
import { type Assertion, loadAssertions, loadNamedAssertion } from '#shared/contract/run/run.ts'

/** Assertions as JSON, one or a list, in promptfoo's spelling. */
function fromJson(text: string) {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('It is not JSON.')
  }
  return loadAssertions(Array.isArray(value) ? value : [value])
}

/**
 * `number`, `contains:some text`, `not-contains:sorry`, `regex:^\d+$`, `levenshtein(3):text`, or
 * assertions as JSON. Collects, since the option may be repeated.
 */
export function assertion(text: string, before: Assertion[] | undefined): Assertion[] {
  const { assertions, problems } = /^[{[]/.test(text) ? fromJson(text) : loadNamedAssertion(text)
  if (problems.length > 0) {
    throw new InvalidArgumentError(problems.map(({ message }) => message).join(' '))
  }
  return [...(before ?? []), ...assertions]
}
