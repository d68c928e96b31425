import type { z } from 'zod'
import type { Contract } from '#shared/contract/contract.ts'

type InputSchema<Method> = Method extends { '~orpc': { inputSchema?: infer Schema } }
  ? Schema
  : never

/** What a handler is given: the method's input after parsing, with defaults filled in. */
export type Input<Noun extends keyof Contract, Verb extends keyof Contract[Noun]> =
  Extract<InputSchema<Contract[Noun][Verb]>, z.ZodType> extends infer Schema extends z.ZodType
    ? z.output<Schema>
    : never
