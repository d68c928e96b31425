import { type Reading, read } from './text/reading.ts'

/** One text to be judged. Reading it is shared by all rules and done only when a rule asks for it. */
export interface Subject {
  readonly text: string
  /** Path of the variable it is the value of, null for the text of the call. */
  readonly variable: string | null
  reading(): Reading
}

export function createSubject(text: string, variable: string | null): Subject {
  let reading: Reading | null = null
  return {
    text,
    variable,
    reading() {
      reading ??= read(text)
      return reading
    },
  }
}
