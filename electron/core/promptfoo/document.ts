import { LineCounter, parseDocument } from 'yaml'
import { GalleyError } from '#shared/contract/errors.ts'

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is unknown[] => Array.isArray(value)

/** A parsed file of YAML or JSON (which is YAML), with the line of every part. */
export interface ConfigDocument {
  value: unknown
  lineOf(path: readonly (string | number)[]): number | null
}

/** Aliases may repeat this many nodes in all. */
const maxAliasCount = 100

/** Throws `malformed_file` with line and column. */
export function parseConfig(text: string, file: string): ConfigDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col: column } = lines.linePos(error.pos[0])
    throw malformed(file, `is not YAML at line ${line}: ${error.message}`, { line, column })
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount })
  } catch (cause) {
    throw malformed(file, `cannot be read: ${cause instanceof Error ? cause.message : cause}`, {})
  }
  return {
    value,
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true)
        const range = (node as { range?: [number, number, number] } | undefined)?.range
        if (range) return lines.linePos(range[0]).line
      }
      return null
    },
  }
}

const malformed = (file: string, why: string, place: { line?: number; column?: number }) =>
  new GalleyError('malformed_file', `${file} ${why}`, {
    fix: 'Mend the file; promptfoo itself shows the same place.',
    where: { file, ...place },
  })
