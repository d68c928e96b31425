import { GalleyError } from '#shared/contract/errors.ts'
import { type Model, type ModelAnswer, promptText } from './model.ts'

export const localLane = {
  lane: 'local',
  concurrency: 1,
  isPriced: true,
  price: null,
  cacheIdentity: null,
} as const

/** Nothing is called, so nothing is counted and nothing costs. */
export const localAnswer = (output: string): ModelAnswer => ({
  output,
  latencyMs: 0,
  usage: null,
  cost: 0,
  finishReason: null,
  isCached: false,
})

/** Answers with the prompt itself: shows what a model would be sent, without any model. */
export const echo: Model = {
  ref: 'echo',
  ...localLane,
  complete: async ({ prompt }) => localAnswer(promptText(prompt)),
}

/** Answers with what the dataset recorded of a model. */
export function recorded(name: string): Model {
  return {
    ref: `recorded:${name}`,
    ...localLane,
    complete: async ({ recordedOutputs }) => {
      const output = Object.hasOwn(recordedOutputs, name) ? recordedOutputs[name] : undefined
      if (output !== undefined) return localAnswer(output)
      throw new GalleyError('not_found', `The case has no recorded output of "${name}".`, {
        fix: 'Import the dataset again with a recorded output in every row.',
      })
    },
  }
}
