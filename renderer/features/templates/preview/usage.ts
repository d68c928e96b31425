import type { Content } from '#shared/contract/template.ts'
import type { Problem } from '../editor/Problems.tsx'
import { syntaxProblems } from './engine.ts'

/** What a text uses, as far as reading it tells. */
export interface Usage {
  readonly variables: readonly {
    readonly name: string
    readonly required: boolean
    readonly type: string
  }[]
}

export interface Reading {
  /** Null where the text says nothing of its variables. */
  readonly usage: Usage | null
  readonly problems: readonly Problem[]
}

/** Reads the text without any values. */
export function readText(content: Content): Reading {
  return { usage: null, problems: syntaxProblems(content) }
}
