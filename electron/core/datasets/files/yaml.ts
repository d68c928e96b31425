import { isSeq, LineCounter, parseDocument } from 'yaml'
import { addRow, emptyFile, withColumns } from './json.ts'
import type { ParsedFile } from './parsed.ts'

/** Aliases may repeat this many nodes in all: more is a bomb, not a file of cases. */
const maxAliasCount = 100

/** A list of objects in YAML 1.2; a row is the line where its object begins. */
export function parseYamlCases(text: string): ParsedFile {
  const file = emptyFile()
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0])
    const message = `Not YAML at line ${line}, character ${col}: ${error.message}`
    file.problems.push({ row: line, column: null, message })
    return file
  }
  const { contents } = document
  if (!isSeq(contents)) {
    const message = 'A YAML file of cases holds a list of objects.'
    file.problems.push({ row: 1, column: null, message })
    return file
  }
  const lines = contents.items.map((item) => lineOf(item, lineCounter))
  try {
    const values: unknown[] = document.toJS({ maxAliasCount })
    for (const [index, value] of values.entries()) addRow(file, lines[index] ?? 1, value)
  } catch (cause) {
    // The library refuses aliases that would grow without bound, and aliases of nothing.
    const message = cause instanceof Error ? cause.message : String(cause)
    file.problems.push({ row: 1, column: null, message })
  }
  return withColumns(file)
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = (node as { range?: [number, number, number] | null }).range
  return range ? lines.linePos(range[0]).line : 1
}
