import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'

const roles = ['system', 'user', 'assistant', 'tool'] as const
type Role = (typeof roles)[number]

/** What a text file says of a template, in the shape that creating one takes. */
export interface TemplateFile {
  readonly name: string
  readonly description: string
  readonly tags: string[]
  readonly sampleBindings: Record<string, z.core.util.JSONType>
  readonly content: {
    readonly dialect: 'jinja2' | 'nunjucks'
    readonly body:
      | { readonly kind: 'text'; readonly text: string }
      | { readonly kind: 'messages'; readonly messages: { role: Role; content: string }[] }
    readonly variables: { name: string; type: string; description: string }[]
    readonly modelSettings: { temperature?: number; topP?: number; maxOutputTokens?: number }
  }
}

/** A file whose front matter cannot be read; `line` counts from 1 in the file. */
export class UnreadableTemplateFile extends Error {
  readonly line: number
  constructor(fileName: string, line: number, reason: string) {
    super(`${fileName}, line ${line}: the front matter cannot be read: ${reason}`)
    this.name = 'UnreadableTemplateFile'
    this.line = line
  }
}

const json = z.json()

/** The parts of Prompty's front matter that have a meaning here; everything else is passed over. */
const frontMatterSchema = z.object({
  name: z.string().optional().catch(undefined),
  description: z.string().catch(''),
  tags: z.array(z.string()).catch([]),
  inputs: z.record(z.string(), json).catch({}),
  sample: z.record(z.string(), json).catch({}),
  model: z
    .object({
      parameters: z
        .object({
          temperature: z.number().optional().catch(undefined),
          top_p: z.number().optional().catch(undefined),
          max_tokens: z.number().int().optional().catch(undefined),
        })
        .optional(),
    })
    .optional()
    .catch(undefined),
})

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/
const roleLine = /^[ \t]*(system|user|assistant|tool)[ \t]*:[ \t]*\r?$/gim

/**
 * Reads a text file as a template. A `.prompty` or Markdown file may begin with YAML between `---`
 * lines; lines of a role and a colon part its messages. Anything else is one text.
 * @throws UnreadableTemplateFile where the front matter is no YAML.
 */
export function readTemplateFile(fileName: string, source: string): TemplateFile {
  const name = fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '') || 'imported'
  const isProse = /\.(prompty|md|prompt)$/i.test(fileName)
  const head = isProse ? fence.exec(source) : null
  const facts = frontMatterSchema.parse(head === null ? {} : parseYaml(fileName, head[1] ?? ''))
  const text = source.slice(head?.[0].length ?? 0).replace(/^\uFEFF/, '')
  const messages = isProse ? splitRoles(text) : []
  const { temperature, top_p, max_tokens } = facts.model?.parameters ?? {}
  return {
    name: facts.name ?? name,
    description: facts.description,
    tags: facts.tags,
    sampleBindings: { ...samplesOf(facts.inputs), ...facts.sample },
    content: {
      dialect: /\.(njk|nunjucks)$/i.test(fileName) ? 'nunjucks' : 'jinja2',
      body: messages.length > 0 ? { kind: 'messages', messages } : { kind: 'text', text },
      variables: Object.entries(facts.inputs).flatMap(([key, value]) => variableOf(key, value)),
      modelSettings: {
        ...(temperature === undefined ? {} : { temperature }),
        ...(top_p === undefined ? {} : { topP: top_p }),
        ...(max_tokens === undefined ? {} : { maxOutputTokens: max_tokens }),
      },
    },
  }
}

function parseYaml(fileName: string, text: string): unknown {
  try {
    return parse(text) ?? {}
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error
    // The line of the fence stands before.
    const line = (error.linePos?.[0].line ?? 1) + 1
    throw new UnreadableTemplateFile(fileName, line, error.message.split('\n', 1)[0] ?? '')
  }
}

/** The messages between lines like `system:`; none where the text has no such line. */
function splitRoles(text: string): { role: Role; content: string }[] {
  const marks = [...text.matchAll(roleLine)]
  const first = marks[0]
  if (first === undefined || text.slice(0, first.index).trim() !== '') return []
  return marks.map((mark, at) => ({
    role: roles.find((role) => role === mark[1]?.toLowerCase()) ?? 'user',
    content: text.slice(mark.index + mark[0].length, marks[at + 1]?.index).trim(),
  }))
}

const types = ['string', 'integer', 'number', 'boolean', 'array', 'object']

/** An input is declared as `{type, description, sample}` or by a sample value alone. */
function variableOf(name: string, value: z.core.util.JSONType) {
  if (!/^[A-Za-z_]\w*$/.test(name)) return []
  const facts = isRecord(value) && 'type' in value ? value : null
  const type = facts === null ? typeOf(value) : String(facts.type)
  const description = typeof facts?.description === 'string' ? facts.description : ''
  return [{ name, type: types.includes(type) ? type : 'any', description }]
}

function samplesOf(inputs: Record<string, z.core.util.JSONType>) {
  const samples = Object.entries(inputs).flatMap(([name, value]) => {
    if (!isRecord(value) || !('type' in value)) return [[name, value] as const]
    const sample = value.sample ?? value.default
    return sample === undefined ? [] : [[name, sample] as const]
  })
  return Object.fromEntries(samples)
}

const isRecord = (value: z.core.util.JSONType): value is Record<string, z.core.util.JSONType> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (value: z.core.util.JSONType) => {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}
