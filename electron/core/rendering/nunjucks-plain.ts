import type { Bindings } from '#shared/contract/base.ts'
import {
  type CompiledTemplate,
  compile,
  contextFromValues,
  TemplateError,
} from '#shared/render/engine.ts'

/** A tag that prints one variable and nothing else. */
const printedVariable = /\{\{[ \t\n]*([A-Za-z_]\w*)[ \t\n]*\}\}/g

/**
 * What makes the two dialects part: other tags, the ends of comments, line breaks of Windows, which
 * Jinja2 turns into others.
 */
const unlike = /\{\{|\{%|\{#|#\}|\r/

/** Names that are words of the language in one dialect or the other. */
const words = new Set(
  `and as caller context elif else false for from if import in include is loop None none not null or
  self super true False True with without`.split(/\s+/),
)

interface Plain {
  names: readonly string[]
  template: CompiledTemplate
}

/** A run asks for the same few texts many thousand times. */
const kept = new Map<string, Plain | null>()
const mostKept = 100

function plainOf(text: string): Plain | null {
  const known = kept.get(text)
  if (known !== undefined) return known
  const names = [...text.matchAll(printedVariable)].map(([, name = '']) => name)
  const isPlain =
    !unlike.test(text.replace(printedVariable, '\0')) && !names.some((name) => words.has(name))
  // Jinja2 drops the line break at the end of a template, nunjucks keeps it: one more is dropped here.
  const plain = isPlain ? { names, template: compile(`${text}\n`, {}) } : null
  if (kept.size >= mostKept) kept.clear()
  kept.set(text, plain)
  return plain
}

/**
 * The output where nunjucks and Jinja2 cannot differ: plain text with variables whose values are
 * texts. The engine renders it in this process; null sends it to nunjucks itself. Most prompts of
 * promptfoo are of this kind, and a process per template costs more than all the rest of a run.
 */
export function renderPlain(text: string, bindings: Bindings): string | null {
  const plain = plainOf(text)
  const isText = (name: string) =>
    Object.hasOwn(bindings, name) && typeof bindings[name] === 'string'
  if (plain === null || !plain.names.every(isText)) return null
  const given = plain.names.map((name) => [name, bindings[name]] as const)
  try {
    return plain.template.render(contextFromValues(Object.fromEntries(given)))
  } catch (error) {
    // A budget of the engine: nunjucks has its own, and says so in its own words.
    if (error instanceof TemplateError) return null
    throw error
  }
}
