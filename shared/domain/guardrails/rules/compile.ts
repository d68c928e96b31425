import { compileInjection } from '../injection/rule.ts'
import { compileToxicity } from '../toxicity/rule.ts'
import type { GuardrailRule, GuardrailServices } from '../types.ts'
import { compileCustom } from './custom.ts'
import { compileJsonSchema } from './json-schema.ts'
import { compileKeyword } from './keyword.ts'
import { compileMaxLength } from './max-length.ts'
import { compileModelCheck } from './model-check.ts'
import { compilePii } from './pii.ts'
import { compileRegex } from './regex.ts'
import { type CompiledRule, RuleFailure } from './rule.ts'

/** Makes a rule ready to run; throws RuleFailure with a sentence for the user when it cannot be run. */
export function compileRule(rule: GuardrailRule, services: GuardrailServices): CompiledRule {
  switch (rule.type) {
    case 'pii':
      return compilePii(rule)
    case 'injection':
      return compileInjection(rule)
    case 'toxicity':
      return compileToxicity(rule)
    case 'keyword':
      return compileKeyword(rule)
    case 'regex':
      return compileRegex(rule)
    case 'max_length':
      return compileMaxLength(rule, services)
    case 'json_schema':
      return compileJsonSchema(rule)
    case 'model_check':
      return compileModelCheck(rule, services)
    case 'custom':
      return compileCustom(rule, services)
    default:
      // From a newer version or another program, by way of the shared store.
      throw new RuleFailure(`Rules of the type “${typeOf(rule)}” are not known here.`)
  }
}

const typeOf = ({ type }: { type: unknown }): string => String(type)
