import { z } from 'zod'
import { problemSchema } from './errors.ts'

/** What the desktop's main process tells the process that runs the core. Ports travel beside it. */
export const toCoreSchema = z.discriminatedUnion('kind', [
  /** Open the core; one port comes along, over which secrets are asked for. */
  z.object({ kind: z.literal('start'), root: z.string() }),
  /** A page wants to talk, to the workspace its address names; its port comes along. */
  z.object({ kind: z.literal('page'), workspace: z.string().nullable() }),
  /** Close everything in order and exit. */
  z.object({ kind: z.literal('stop') }),
])
export type ToCore = z.infer<typeof toCoreSchema>

/** What the core's process tells main. */
export const fromCoreSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    problem: problemSchema,
  }),
])
export type FromCore = z.infer<typeof fromCoreSchema>

/** A question to the system's secret store, which only the main process can reach. */
export const secretRequestSchema = z.discriminatedUnion('verb', [
  z.object({ id: z.number().int(), verb: z.literal('get'), key: z.string() }),
  z.object({ id: z.number().int(), verb: z.literal('set'), key: z.string(), value: z.string() }),
  z.object({ id: z.number().int(), verb: z.literal('delete'), key: z.string() }),
])
export type SecretRequest = z.infer<typeof secretRequestSchema>

export const secretReplySchema = z.object({
  id: z.number().int(),
  value: z.string().nullable(),
  /** Set where the store refused; a sentence for people. */
  refusal: z.string().nullable(),
})
export type SecretReply = z.infer<typeof secretReplySchema>

/** A command of a page as the menu shows it; what it does stays in the page. */
const menuCommandSchema = z.object({
  id: z.string().max(200),
  title: z.string().max(200),
  group: z.string().max(100),
  /** As in the page's own table: `mod+s`, `alt+w`, `f6`. */
  shortcut: z.string().max(40).nullable(),
})
export type MenuCommand = z.infer<typeof menuCommandSchema>

/** What a page sends whenever its commands change. */
export const menuTableSchema = z.array(menuCommandSchema).max(500)

/** What main answers when one is chosen in the menu: its id. */
export const menuChoiceSchema = z.object({ run: z.string() })
export type MenuChoice = z.infer<typeof menuChoiceSchema>
