import type { Rendered } from '#shared/contract/render.ts'
import { isRecord } from '#shared/domain/variables/schema-problems.ts'
import { type JsonSchema, mergeSchemas, schemaOfSample } from '#shared/render/analysis.ts'

interface ProposedOutput {
  readonly schema: JsonSchema
  /** Says where it comes from: "2 answers", "the example in the prompt". */
  readonly from: string
}

/**
 * What the answers have to look like: what all JSON answers have in common, or, before there is any,
 * what the last JSON object in the prompt shows. Null where neither is there.
 */
export function proposeOutput(
  answers: readonly string[],
  rendered: Rendered | null,
): ProposedOutput | null {
  const objects = answers.flatMap((answer) => objectsIn(answer).slice(0, 1))
  if (objects.length > 0) {
    const schema = objects.map(schemaOfSample).reduce(mergeSchemas)
    return { schema, from: objects.length === 1 ? 'one answer' : `${objects.length} answers` }
  }
  const texts = rendered === null ? [] : textsOf(rendered)
  const example = texts.flatMap(objectsIn).at(-1)
  if (example === undefined) return null
  return { schema: schemaOfSample(example), from: 'the example in the prompt' }
}

const textsOf = (rendered: Rendered): string[] =>
  rendered.kind === 'text' ? [rendered.text] : rendered.messages.map(({ content }) => content)

/** The JSON objects that stand in a text, outermost ones only. A prompt may hold many braces that are none. */
function objectsIn(text: string): unknown[] {
  const found: unknown[] = []
  for (let start = text.indexOf('{'); start >= 0; ) {
    const end = closingBrace(text, start)
    const value = end === null ? null : parse(text.slice(start, end))
    if (isRecord(value)) found.push(value)
    start = text.indexOf('{', value === null || end === null ? start + 1 : end)
  }
  return found
}

const FARTHEST = 20_000

/** The place behind the brace that closes the one at `start`; braces inside of texts count nothing. */
function closingBrace(text: string, start: number): number | null {
  let depth = 0
  let isInText = false
  for (let at = start; at < Math.min(text.length, start + FARTHEST); at += 1) {
    const character = text[at]
    if (isInText && character === '\\') at += 1
    else if (character === '"') isInText = !isInText
    else if (!isInText && character === '{') depth += 1
    else if (!isInText && character === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
