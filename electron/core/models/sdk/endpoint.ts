import type { ProviderKind } from '#shared/contract/provider.ts'

export interface Endpoint {
  kind: ProviderKind
  /** Name of the provider in this workspace. */
  name: string
  /** Null: the vendor's own address. */
  baseUrl: string | null
  /** Null where a local server wants none. */
  apiKey: string | null
}

/** Whether that kind of server can be asked without a key. */
export const needsKey = (kind: ProviderKind): boolean => kind !== 'openai-compatible'
