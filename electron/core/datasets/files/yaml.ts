import { isSeq, LineCounter, parseDocument } from 'yaml'
import { addRow } from './json.ts'
import { type RowParser, type RowSink, UnreadableFile } from './parsed.ts'

/** Aliases may repeat this many nodes in all: more is a bomb, not a file of cases. */
const maxAliasCount = 100

/** YAML can only be read whole, and its tree takes many times the room of its text. */
const longestYaml = 16_000_000

/** Deeper than any case may be; the library would end in a stack overflow that names no place. */
const deepestBrackets = 1000

/** A list of objects in YAML 1.2; a row is the line where its object begins. */
export class YamlParser implements RowParser {
  readonly isTable = false
  readonly #sink: RowSink
  #text = ''

  constructor(sink: RowSink) {
    this.#sink = sink
  }

  push(text: string): void {
    this.#text += text
    if (this.#text.length <= longestYaml) return
    const message =
      'YAML is read whole and may have 16 million characters: write large sets as JSONL.'
    throw new UnreadableFile(1, null, message)
  }

  end(): void {
    refuseDeepBrackets(this.#text)
    const lineCounter = new LineCounter()
    const document = parseDocument(this.#text, { lineCounter, prettyErrors: false })
    const [error] = document.errors
    if (error !== undefined) {
      const { line, col } = lineCounter.linePos(error.pos[0])
      const message = `Not YAML at line ${line}, character ${col}: ${error.message}`
      throw new UnreadableFile(line, null, message)
    }
    const { contents } = document
    if (!isSeq(contents)) {
      throw new UnreadableFile(1, null, 'A YAML file of cases holds a list of objects.')
    }
    const lines = contents.items.map((item) => lineOf(item, lineCounter))
    for (const [index, value] of valuesOf(document).entries()) {
      addRow(this.#sink, lines[index] ?? 1, value)
    }
  }
}

function valuesOf(document: { toJS(options: { maxAliasCount: number }): unknown }): unknown[] {
  try {
    return document.toJS({ maxAliasCount }) as unknown[]
  } catch (cause) {
    // The library refuses aliases that would grow without bound, and aliases of nothing.
    throw new UnreadableFile(1, null, cause instanceof Error ? cause.message : String(cause))
  }
}

function refuseDeepBrackets(text: string): void {
  let depth = 0
  let line = 1
  for (const character of text) {
    if (character === '\n') line += 1
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (depth <= deepestBrackets) continue
    throw new UnreadableFile(line, null, `More than ${deepestBrackets} brackets are open here.`)
  }
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = (node as { range?: [number, number, number] | null }).range
  return range ? lines.linePos(range[0]).line : 1
}
