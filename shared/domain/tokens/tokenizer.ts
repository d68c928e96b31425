/** How many tokens a text has for a model. */
export type CountTokens = (text: string) => number

let loading: Promise<CountTokens> | undefined

/**
 * Counts as OpenAI's models since GPT-4o do (o200k_base); other vendors' models need about as many for
 * English and up to a third more or less for other languages. Loaded on first use and kept: the vocabulary
 * is two megabytes, which nobody pays who counts nothing.
 */
export function loadTokenCounter(): Promise<CountTokens> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(
    ({ countTokens }) =>
      (text) =>
        // What looks like a special token is data here, never an error.
        countTokens(text, { disallowedSpecial: new Set() }),
  )
  // A vocabulary that could not be fetched is asked for again next time.
  loading.catch(() => {
    loading = undefined
  })
  return loading
}
