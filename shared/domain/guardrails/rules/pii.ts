import { findPii } from '../pii/find.ts'
import { isPlain } from '../pii/glance.ts'
import type { PiiEntity, PiiRule } from '../types.ts'
import { type CompiledRule, noFindings } from './rule.ts'

const entityNames: Record<PiiEntity, string> = {
  SSN: 'a US social security number',
  CREDIT_CARD: 'a payment card number',
  PHONE: 'a phone number',
  EMAIL: 'an e-mail address',
  IBAN: 'a bank account number (IBAN)',
  IP: 'an IP address',
  URL_CREDENTIALS: 'a user name and password in a URL',
  API_KEY: 'an API key or token',
}

export function compilePii(rule: PiiRule): CompiledRule {
  return {
    scope: 'content',
    readsWords: false,
    isClearAtOnce: isPlain,
    find(subject) {
      // Reading pays only where another rule will want the words too.
      if (!subject.isForWords && isPlain(subject.text)) return noFindings
      const spans = findPii(subject.reading(), rule.entities)
      if (spans.length === 0) return noFindings
      return spans.map(({ entity, start, end, score }) => ({
        entity,
        start,
        end,
        score,
        message: `The text contains ${entityNames[entity]}.`,
      }))
    },
  }
}
