import { GalleyError } from '#shared/contract/errors.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import { compileLinear } from '#shared/domain/assertions/regex/regex.ts'
import { localAnswer, localLane } from './local.ts'
import type { Model } from './model.ts'
import { promptText } from './model.ts'

export const scriptedPrefix = 'scripted:'

/**
 * A model that answers by rules, offline: `scripted:capital of France=>Paris;.*=>I do not know`. The first
 * pattern (JavaScript's syntax) that the prompt matches gives the answer; one that begins with `!` is a
 * failure of the provider.
 * @throws GalleyError `invalid_input` for rules that cannot be read
 */
export function scripted(ref: string): Model {
  const rules = ref
    .slice(scriptedPrefix.length)
    .split(';')
    .map((rule) => readRule(rule, ref))
  return {
    ref,
    ...localLane,
    async complete({ prompt }) {
      const text = promptText(prompt)
      const found = rules.find(({ pattern }) => pattern.matcher(text).find())
      if (found === undefined) {
        throw new GalleyError('not_found', `No rule of "${ref}" fits the prompt.`, {
          fix: 'Add a last rule ".*=>…" for all others.',
        })
      }
      if (!found.answer.startsWith('!')) return localAnswer(found.answer)
      throw new GalleyError('provider_failed', found.answer.slice(1).trim() || 'It failed.')
    },
  }
}

function readRule(rule: string, ref: string) {
  const at = rule.indexOf('=>')
  try {
    if (at < 1) throw new AssertionRefused('A rule is "PATTERN=>ANSWER".')
    return { pattern: compileLinear(rule.slice(0, at).trim()), answer: rule.slice(at + 2).trim() }
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error
    throw new GalleyError(
      'invalid_input',
      `"${ref}" has a rule that cannot be read: ${error.message}`,
      {
        fix: 'Write rules as PATTERN=>ANSWER, with ";" between them.',
        where: { field: 'model' },
      },
    )
  }
}
