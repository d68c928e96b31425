import type { StoredCase } from '../cases.ts'
import type { ReadingEnd, ReadingOptions } from '../reading.ts'
import type { FileFacts, FileToRead } from './read-file.ts'

/** What a reading thread is started with. */
export interface ReadTask extends FileToRead, Omit<ReadingOptions, 'take'> {
  /** Whether the cases are wanted, or only what is said of them. */
  handsOverCases: boolean
}

export interface ReadProgress {
  doneBytes: number
  totalBytes: number
  rows: number
  problems: number
}

export type ReadOutcome = ReadingEnd & FileFacts

/** What the thread says; after `cases` it waits to be told to go on. */
export type ReadMessage =
  | { kind: 'progress'; progress: ReadProgress }
  | { kind: 'cases'; cases: StoredCase[] }
  | { kind: 'end'; outcome: ReadOutcome }
  | { kind: 'refused'; code: 'invalid_input' | 'malformed_file'; message: string; problem: unknown }
