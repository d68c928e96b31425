import type { Guardrail, GuardrailServices } from '#shared/domain/guardrails/engine.ts'
import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'
import { openEvaluator } from '#shared/render/expression.ts'
import type { SecretStore } from '../environment.ts'

/** Key of a moderation service's key in the secret store. */
export const secretKey = (name: string): string => `guardrail:${name}`

/**
 * What the engine needs of the world. Nothing here is touched unless an enabled guardrail asks for it:
 * only a `model_check` reaches the network. Redirects are refused, since the key would travel along.
 */
export function openEngineServices(secrets: SecretStore) {
  const known = new Map<string, string>()
  const services: GuardrailServices = {
    evaluate: openEvaluator(),
    fetch: (url, { timeoutMs, ...request }) =>
      fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }),
    delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    secret: (name) => known.get(name),
    loadTokenizer: loadTokenCounter,
  }
  return {
    services,
    /** The secret store answers later, the engine asks at once: what it will ask for is fetched first. */
    async loadSecrets(guardrails: readonly Guardrail[]): Promise<void> {
      for (const { enabled, rule } of guardrails) {
        if (!enabled || rule.type !== 'model_check' || rule.secret === undefined) continue
        // A store that cannot be read is a secret that is not there: the check says so by name.
        const value = await secrets.get(secretKey(rule.secret)).catch(() => null)
        if (value === null) known.delete(rule.secret)
        else known.set(rule.secret, value)
      }
    },
    setSecret: (name: string, value: string) => secrets.set(secretKey(name), value),
  }
}

export type EngineServices = ReturnType<typeof openEngineServices>
