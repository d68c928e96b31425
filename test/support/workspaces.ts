import type { CoreEnvironment } from '#core/environment.ts'
import { makeTestCore, testIds } from './core.ts'

export type TestCore = Awaited<ReturnType<typeof makeTestCore>>

let prefix = 0x01900001

/** A workspace of its own on the shared store at `store`, whose remote is called "shop". */
export async function workspaceOn(
  store: string,
  author = 'Ann',
  changed: Partial<CoreEnvironment> = {},
): Promise<TestCore> {
  const newId = testIds((prefix++).toString(16).padStart(8, '0'))
  const core = await makeTestCore({ author, newId, ...changed })
  await core.client.remote.add({ name: 'shop', connectionString: store })
  return core
}

const text = (words: string) => ({ body: { kind: 'text' as const, text: words } })

/** Saves `words` as the next version of `name` and gives its number. */
export async function saveVersion(
  { client }: TestCore,
  name: string,
  words: string,
): Promise<number> {
  const known = await client.template.get({ template: name }).catch(() => null)
  if (known === null) await client.template.create({ name, content: text(words) })
  else {
    const { revision } = known.draft
    await client.template.updateDraft({ template: name, content: text(words), revision })
  }
  return (await client.template.createVersion({ template: name })).number
}
