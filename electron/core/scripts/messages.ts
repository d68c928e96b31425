export interface ScriptRequest {
  source: string
  /** `{output, context}` as JSON. */
  scopeJson: string
  deadlineMs: number
}

export type ScriptReply =
  /** `{"given": …}`. */
  { kind: 'given'; json: string } | { kind: 'failed'; message: string }
