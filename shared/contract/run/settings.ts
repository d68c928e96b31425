import { z } from 'zod'

/** How runs behave in one workspace. */
export const runSettingsSchema = z.object({
  /** Whether `javascript` assertions may run: scripts of whoever wrote the dataset or the run. */
  allowsScripts: z.boolean(),
  /** Kept answers of models are asked for again when they are older. */
  cacheDays: z.number().min(0).max(3650),
  /** Sum of the kept answers, in megabytes; the oldest go first. */
  cacheMegabytes: z.number().min(0).max(100_000),
})
export type RunSettings = z.infer<typeof runSettingsSchema>
