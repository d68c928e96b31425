import type { Provider } from '#shared/contract/provider.ts'
import { isFields } from './document.ts'
import { type ConfigReading, listOf } from './reading.ts'

/** What the first part of a provider's id stands for in Galley: a kind, and names people give it. */
const kinds: Readonly<Record<string, Provider['kind']>> = {
  openai: 'openai-compatible',
  ollama: 'openai-compatible',
  openrouter: 'openai-compatible',
  localai: 'openai-compatible',
  vllm: 'openai-compatible',
  anthropic: 'anthropic',
  google: 'google',
  vertex: 'google',
  azure: 'azure',
  azureopenai: 'azure',
}

/** Words between the vendor and the model: `openai:chat:gpt-4o`, `anthropic:messages:claude-…`. */
const apis = /^(chat|completion|messages|responses|deployment):/

/** Reads `providers` (or `targets`) as models of Galley; what no provider here can answer is noted. */
export function readProviders(
  config: Readonly<Record<string, unknown>>,
  known: readonly Provider[],
  reading: ConfigReading,
): string[] {
  const name = config.providers === undefined ? 'targets' : 'providers'
  return listOf(config[name]).flatMap((entry, index) => {
    const path = [name, index]
    const id = isFields(entry) ? entry.id : entry
    reading.leaveUnread(entry, path, ['id', 'label'], {
      config: 'Settings of a model belong to a template’s version in Galley.',
    })
    const model = typeof id === 'string' ? modelOf(id, known) : null
    if (model !== null) return [model]
    reading.leave(path, reasonFor(id))
    return []
  })
}

function modelOf(id: string, known: readonly Provider[]): string | null {
  if (id === 'echo') return 'echo'
  const [vendor = '', rest = ''] = id.split(/:(.*)/s)
  const model = rest.replace(apis, '')
  const kind = kinds[vendor]
  if (kind === undefined || model === '') return null
  const found =
    known.find(({ name }) => name === vendor) ??
    (known.filter((one) => one.kind === kind).length === 1
      ? known.find((one) => one.kind === kind)
      : undefined)
  return found === undefined ? null : `provider:${found.name}/${model}`
}

function reasonFor(id: unknown): string {
  const vendor = String(id).split(':')[0] ?? ''
  if (kinds[vendor] !== undefined) {
    return `There is no provider for it here: add one with \`galley provider add ${vendor}\`.`
  }
  return 'Galley has no such provider; code and commands as providers are not run.'
}
