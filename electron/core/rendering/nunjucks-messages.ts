/** What the host asks the rendering process for. */
export interface RenderRequest {
  id: number
  text: string
  /** As text, so that a key called `__proto__` arrives as a plain key. */
  bindingsJson: string
  /** Whether printing an undefined variable is an error. */
  isStrict: boolean
  /** After this long the process ends the render by itself, should its parent no longer be there. */
  deadlineMs: number
}

export type FailureReason = 'syntax' | 'undefined' | 'security' | 'budget' | 'other'

export type RenderReply =
  | { id: number; kind: 'ready' }
  | { id: number; kind: 'rendered'; text: string }
  | {
      id: number
      kind: 'failed'
      reason: FailureReason
      message: string
      line: number | null
      column: number | null
    }
