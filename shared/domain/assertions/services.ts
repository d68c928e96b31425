/** What some assertions need of the world. A part that is absent refuses the assertions that need it. */
export interface AssertionServices {
  /** Asks the run's judge, or the model that an assertion names. */
  ask?: (request: JudgeRequest) => Promise<JudgeAnswer>
  /** Vectors of texts, in their order. */
  embed?: (texts: readonly string[]) => Promise<Embedded>
  /** Sends JSON to an address of the user's and gives the JSON it answers with. */
  post?: (url: string, body: unknown) => Promise<unknown>
  /** Runs a script of the user's where it can do no harm. */
  runScript?: (source: string, scope: ScriptScope) => Promise<unknown>
  /** An expression of the template language: a truth value, or a sentence that says what is wrong. */
  evaluate?: (expression: string, scope: Readonly<Record<string, unknown>>) => boolean | string
}

export interface JudgeRequest {
  /** A model reference; null: the run's judge. */
  model: string | null
  system: string
  user: string
}

export interface JudgeAnswer {
  text: string
  /** In US dollars; null where no price is known. */
  cost: number | null
}

export interface Embedded {
  vectors: readonly (readonly number[])[]
  cost: number | null
}

/** What a script sees, under the names that promptfoo gives them. */
export interface ScriptScope {
  output: string
  context: { vars: unknown; prompt: string; expected: unknown; latencyMs: number }
}
