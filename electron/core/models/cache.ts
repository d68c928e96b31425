import type { Content } from '#shared/contract/template.ts'
import { sha256Hex } from '#shared/domain/hashing/sha256.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { Clock } from '../environment.ts'
import type { Model, ModelAnswer, ModelRequest } from './model.ts'

export interface CacheLimits {
  /** An older answer is asked for again. */
  timeToLiveMs: number
  /** Sum of the kept answers; the oldest go first. */
  maxBytes: number
}

const defaultLimits: CacheLimits = {
  timeToLiveMs: 30 * 24 * 3600 * 1000,
  maxBytes: 200 * 1024 * 1024,
}

/** How many answers may be added between two looks at the size: a look reads the whole index. */
const putsPerSweep = 100

/** Answers of models by content, in the workspace file. */
export interface ResponseCache {
  /** The model behind the cache; the model itself where caching it makes no sense. */
  over(model: Model): Model
}

interface Parts {
  reader: Reader
  writer: Writer
  clock: Clock
}

export function openResponseCache(
  parts: Parts,
  /** Asked at every use: a setting may change while a run is at work. */
  limitsNow: () => CacheLimits = () => defaultLimits,
): ResponseCache {
  let puts = 0
  return {
    over(model) {
      const { cacheIdentity } = model
      if (cacheIdentity === null) return model
      return {
        ...model,
        async complete(request) {
          const limits = limitsNow()
          const key = keyOf(cacheIdentity, request)
          const known = read(parts, key, limits)
          if (known !== null) return known
          const answer = await model.complete(request)
          write(parts, key, answer)
          puts += 1
          if (puts % putsPerSweep === 1) sweep(parts, limits)
          return answer
        },
      }
    },
  }
}

/** All that decides an answer, and which repeat of it is wanted. */
function keyOf(
  identity: string,
  { prompt, settings, repeat = 0, answerSchema }: ModelRequest,
): string {
  // Absent where it is the usual, so that answers kept by an earlier Galley are found.
  const rare = [...(repeat === 0 ? [] : [repeat]), ...(answerSchema ? [answerSchema] : [])]
  const decides = [identity, prompt, ordered(settings), ...rare]
  return sha256Hex(JSON.stringify(decides))
}

/** The same settings in another order are the same settings. */
const ordered = (settings: Content['modelSettings']) =>
  Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1))

/** A cached answer costs nothing now; its latency stays the one that was measured. */
function read({ reader, clock }: Parts, key: string, limits: CacheLimits): ModelAnswer | null {
  const row = reader
    .prepare<{ answerJson: string }>(
      `SELECT answer_json AS answerJson FROM response_cache WHERE key = ? AND created_at >= ?`,
    )
    .get(key, oldest(clock, limits))
  if (row === undefined) return null
  return { ...(JSON.parse(row.answerJson) as ModelAnswer), cost: 0, isCached: true }
}

function write({ writer, clock }: Parts, key: string, answer: ModelAnswer): void {
  const answerJson = JSON.stringify(answer)
  writer.transaction(
    (transaction) =>
      transaction
        .prepare(`INSERT OR REPLACE INTO response_cache (key, answer_json, bytes, created_at)
          VALUES (?, ?, ?, ?)`)
        .run(key, answerJson, Buffer.byteLength(answerJson), clock.now().toISOString()),
    { survives: 'process' },
  )
}

function sweep({ writer, clock }: Parts, limits: CacheLimits): void {
  writer.transaction(
    (transaction) => {
      transaction
        .prepare('DELETE FROM response_cache WHERE created_at < ?')
        .run(oldest(clock, limits))
      // Newest first, everything from the one that makes it too much goes.
      transaction
        .prepare(`DELETE FROM response_cache WHERE key IN (
          SELECT key FROM (SELECT key, sum(bytes) OVER (ORDER BY created_at DESC, key) AS total
            FROM response_cache) WHERE total > ?)`)
        .run(limits.maxBytes)
    },
    { survives: 'process' },
  )
}

const oldest = (clock: Clock, { timeToLiveMs }: CacheLimits) =>
  new Date(clock.now().getTime() - timeToLiveMs).toISOString()
