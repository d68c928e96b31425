import type { z } from 'zod'
import { GalleyError } from '#shared/contract/errors.ts'
import type { guardrail } from '#shared/contract/guardrail.ts'
import { parseJson, readInput } from '../../files.ts'
import type { Io } from '../../io.ts'

type UpdateSchema = NonNullable<(typeof guardrail.update)['~orpc']['inputSchema']>

/** What a file may say of a guardrail: all that `guardrail.update` takes, but the name. */
export type Definition = Omit<z.output<UpdateSchema>, 'name'>

/** Reads the fields of a guardrail from a JSON file. Throws with the file and the field. */
export async function readDefinition(io: Io, file: string): Promise<Definition> {
  const value = parseJson(await readInput(io, file), file)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  // Loaded only here: most commands start without the contract.
  const { guardrail } = await import('#shared/contract/guardrail.ts')
  const schema = guardrail.update['~orpc'].inputSchema as UpdateSchema
  const parsed = schema.safeParse(isObject ? { ...value, name: 'from a file' } : value)
  if (parsed.success) {
    const { name: _, ...definition } = parsed.data
    return definition
  }
  const [issue] = parsed.error.issues
  throw new GalleyError('malformed_file', `${file} is no guardrail: ${issue?.message ?? ''}`, {
    where: { file, field: issue?.path.join('.') ?? '' },
    fix: 'Write one JSON object with rule, stages, severity, action, appliesTo, onError, description.',
  })
}
