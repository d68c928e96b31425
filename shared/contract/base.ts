import { oc } from '@orpc/contract'
import { z } from 'zod'
import { type ErrorCode, errorCodes, problemSchema } from './errors.ts'

type ErrorMap = { [Code in ErrorCode]: { status: number; data: typeof problemSchema } }

const errorMap = Object.fromEntries(
  Object.entries(errorCodes).map(([code, { status }]) => [code, { status, data: problemSchema }]),
) as ErrorMap

/** Every method starts here, so that every method has the same closed set of typed errors. */
export const method = oc.errors(errorMap)

/** Ids are UUIDv7: they sort by time of making, which is what keyset paging needs. */
const id = <Brand extends string>() => z.uuid().brand<Brand>()

export const templateIdSchema = id<'TemplateId'>()
export const versionIdSchema = id<'VersionId'>()
export const datasetIdSchema = id<'DatasetId'>()
export const caseIdSchema = id<'CaseId'>()
export const runIdSchema = id<'RunId'>()
export const remoteIdSchema = id<'RemoteId'>()
export const experimentIdSchema = id<'ExperimentId'>()

export type TemplateId = z.infer<typeof templateIdSchema>
export type VersionId = z.infer<typeof versionIdSchema>
export type DatasetId = z.infer<typeof datasetIdSchema>
export type CaseId = z.infer<typeof caseIdSchema>
export type RunId = z.infer<typeof runIdSchema>
export type RemoteId = z.infer<typeof remoteIdSchema>
export type ExperimentId = z.infer<typeof experimentIdSchema>

/** The beginning of an id, or all of it, as people copy it from a list or a log. */
export const idPrefixSchema = z
  .string()
  .regex(/^[0-9a-f-]{4,36}$/i, 'at least four characters of an id')

/** ISO 8601 in UTC with milliseconds: sorts as text and reads the same in every language. */
export const instantSchema = z.iso.datetime()

/** Names are shown, typed and used as Postgres keys: short, no control characters, no edges of space. */
export const nameSchema = z
  .string()
  .min(1, 'A name needs at least one character.')
  .max(255, 'A name has at most 255 characters.')
  .regex(
    /^[^\s|\p{Cc}]([^|\p{Cc}]*[^\s|\p{Cc}])?$/u,
    'A name has no "|", no line breaks and no space at its ends.',
  )

const cursorSchema = z.string().max(500)

/** Input of every list: keyset paging, so that page 500 costs what page 1 costs. */
export const pageInputSchema = z.object({
  cursor: cursorSchema.optional(),
  limit: z.number().int().min(1).max(1000).default(100),
})

/** Output of every list; `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: cursorSchema.nullable() })

export const jsonSchema = z.json()
export type Json = z.infer<typeof jsonSchema>

/** The bindings of one call: variable name to value. */
export const bindingsSchema = z.record(z.string(), jsonSchema)
export type Bindings = z.infer<typeof bindingsSchema>
