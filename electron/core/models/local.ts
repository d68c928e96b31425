import { GalleyError } from '#shared/contract/errors.ts'
import { type Model, promptText } from './model.ts'

/** Answers with the prompt itself: shows what a model would be sent, without any model. */
export const echo: Model = {
  ref: 'echo',
  concurrency: 1,
  complete: async ({ prompt }) => ({ output: promptText(prompt), latencyMs: 0 }),
}

/** Answers with what the dataset recorded of a model. */
export function recorded(name: string): Model {
  return {
    ref: `recorded:${name}`,
    concurrency: 1,
    complete: async ({ recordedOutputs }) => {
      const output = Object.hasOwn(recordedOutputs, name) ? recordedOutputs[name] : undefined
      if (output !== undefined) return { output, latencyMs: 0 }
      throw new GalleyError('not_found', `The case has no recorded output of "${name}".`, {
        fix: 'Import the dataset again with a recorded output in every row.',
      })
    },
  }
}
