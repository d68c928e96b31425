import type { z } from 'zod'
import type { designSchema } from '#shared/contract/experiment/design.ts'
import type { makeTestCore } from '../core.ts'

export type DesignInput = z.input<typeof designSchema>
type Client = Awaited<ReturnType<typeof makeTestCore>>['client']

/** Half against half on the outcome `solved`, with what the caller changes. */
export function testDesign(changed: Partial<DesignInput> = {}): DesignInput {
  return {
    arms: [
      { key: 'control', version: 1, weightBp: 5000 },
      { key: 'concise', version: 2, weightBp: 5000 },
    ],
    metrics: [
      {
        name: 'solved',
        role: 'primary',
        source: { kind: 'outcome', outcome: 'solved' },
        kind: 'binary',
      },
    ],
    stopping: { plannedUsers: 840, plannedEffect: 0.1 },
    ...changed,
  }
}

/** A template `welcome` whose versions 1 and 2 say `one` and `two`. */
export async function addTwoVersions(client: Client, name = 'welcome'): Promise<void> {
  const content = (text: string) => ({ body: { kind: 'text' as const, text } })
  await client.template.create({ name, content: content('one') })
  await client.template.createVersion({ template: name })
  await client.template.updateDraft({ template: name, content: content('two'), revision: 1 })
  await client.template.createVersion({ template: name })
}
