import { type FoldedText, fold } from './text/fold.ts'

/** One text to be judged. Folding is shared by all rules and done only when a rule asks for it. */
export interface Subject {
  readonly text: string
  /** Path of the variable it is the value of, null for the text of the call. */
  readonly variable: string | null
  folded(): FoldedText
}

export function createSubject(text: string, variable: string | null): Subject {
  let folded: FoldedText | null = null
  return {
    text,
    variable,
    folded() {
      folded ??= fold(text)
      return folded
    },
  }
}
