import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'

const answerSchema = z.object({
  pid: z.number(),
  versionId: z.string(),
  version: z.number(),
  contentHash: z.string(),
  rendered: z.object({
    kind: z.literal('success'),
    executionId: z.string(),
    messages: z.array(z.object({ role: z.string(), content: z.string() })),
  }),
  isWritten: z.literal(true),
})
export type ServiceAnswer = z.infer<typeof answerSchema>

export interface ServiceOrder {
  connectionString: string
  name: string
  variables: Record<string, unknown>
  userId: string
}

/** Starts the production service as another process, gives it one order and reads its answer. */
export async function askService(root: string, order: ServiceOrder): Promise<ServiceAnswer> {
  const script = join(root, 'out', 'main', 'demo-service.js')
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(JSON.stringify(order))
  const [answer, complaint] = await Promise.all([text(child.stdout), text(child.stderr)])
  const parsed = answerSchema.safeParse(answer === '' ? null : JSON.parse(answer))
  if (parsed.success) return parsed.data
  throw new GalleyError('internal', 'The production service did not get its prompt.', {
    fix: `It said: ${complaint || answer}`,
  })
}
