import { type Content, contentSchema } from '#shared/contract/template.ts'
import { isReference } from './config-files.ts'
import { type Fields, isFields, isList, parseConfig } from './document.ts'
import { type ConfigReading, listOf, type Path } from './reading.ts'

/** A prompt of a configuration as the content of a template. */
export interface PromptPlan {
  /** As its author called it; null where it has no name. */
  label: string | null
  content: Content
}

/** Several prompts of one text file stand between lines of three dashes. */
const separator = /^---\s*$/m

/** Reads `prompts`: texts, files, patterns of files, and objects with a label. */
export function readPrompts(value: unknown, reading: ConfigReading): PromptPlan[] {
  return listOf(value).flatMap((entry, index) => readPrompt(entry, ['prompts', index], reading))
}

function readPrompt(entry: unknown, path: Path, reading: ConfigReading): PromptPlan[] {
  if (typeof entry === 'string') return readText(entry, null, path, reading)
  if (!isFields(entry)) {
    reading.leave(path, 'A prompt is a text, a file or an object with "raw" or "id".')
    return []
  }
  reading.leaveUnread(entry, path, ['id', 'raw', 'label'], {})
  const label = typeof entry.label === 'string' ? entry.label : null
  const text = entry.raw ?? entry.id
  return typeof text === 'string' ? readText(text, label, path, reading) : []
}

function readText(
  text: string,
  label: string | null,
  path: Path,
  reading: ConfigReading,
): PromptPlan[] {
  if (!isReference(text)) return [{ label, content: contentOf(text) }]
  return reading.follow(text, path).flatMap((file) => {
    const isPlain = !/\.(json|ya?ml)$/i.test(file.path)
    const texts = isPlain ? file.text.split(separator).map((one) => one.trim()) : [file.text]
    const name = file.path.replace(/^.*\//, '').replace(/\.\w+$/, '')
    const said = texts.filter((one) => one !== '')
    const own = label ?? name
    return said.map((one, index) => ({
      label: said.length === 1 ? own : `${own} ${index + 1}`,
      content: contentOf(one),
    }))
  })
}

/** Messages where the text is a chat in JSON or YAML, else one text; nunjucks as promptfoo reads it. */
function contentOf(text: string): Content {
  const messages = chatOf(text)
  const body = messages ? { kind: 'messages', messages } : { kind: 'text', text: text.trimEnd() }
  // promptfoo prints nothing for what is not there.
  return contentSchema.parse({ body, dialect: 'nunjucks', undefinedPolicy: 'lenient' })
}

function chatOf(text: string): unknown[] | null {
  if (!/^\s*(\[|- )/.test(text)) return null
  let value: unknown
  try {
    value = parseConfig(text, 'prompt').value
  } catch {
    // Templates inside make most such texts no YAML: then they are texts.
    return null
  }
  const roles = ['system', 'user', 'assistant', 'tool']
  const isChat =
    isList(value) &&
    value.length > 0 &&
    value.every(
      (one) => isFields(one) && roles.includes(String(one.role)) && typeof one.content === 'string',
    )
  return isChat ? (value as Fields[]).map(({ role, content }) => ({ role, content })) : null
}
