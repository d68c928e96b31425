import { loadTokenCounter } from '#shared/domain/tokens/tokenizer.ts'

// Counts beside the page: the vocabulary takes a third of a second to read, and a long prompt some
// milliseconds at every key.

self.onmessage = ({ data }: MessageEvent<string>) => {
  loadTokenCounter().then(
    (count) => self.postMessage(count(data)),
    (error: unknown) => {
      throw error
    },
  )
}
