import type { Body, Content } from '#shared/contract/template.ts'
import type { Renaming } from '#shared/render/language.ts'
import { editBindings, editContent } from '../drafts.ts'

/**
 * Gives a variable or local name another name in all texts of a draft. A variable of the template
 * keeps its declaration, sample value and placeholders: they get the new name too.
 */
export function rename(draft: string, renaming: Renaming, to: string): void {
  const { name, isVariable } = renaming
  editContent(draft, (content) => {
    const next: Content = { ...content, body: renamedBody(content.body, renaming, to) }
    if (!isVariable) return next
    const variables = content.variables.map((variable) =>
      variable.name === name ? { ...variable, name: to } : variable,
    )
    return { ...next, variables }
  })
  if (!isVariable) return
  editBindings(draft, (bindings) =>
    Object.hasOwn(bindings, name)
      ? Object.fromEntries(
          Object.entries(bindings).map(([key, value]) => [key === name ? to : key, value]),
        )
      : bindings,
  )
}

function renamedBody(body: Body, renaming: Renaming, to: string): Body {
  if (body.kind === 'text') return { kind: 'text', text: renamedText(body.text, renaming, 0, to) }
  const messages = body.messages.map((message, index) => {
    if ('content' in message) {
      return { ...message, content: renamedText(message.content, renaming, index, to) }
    }
    const isMeant = renaming.isVariable && message.placeholder === renaming.name
    return isMeant ? { placeholder: to } : message
  })
  return { kind: 'messages', messages }
}

/** From the end, so that earlier offsets stay true. */
function renamedText(text: string, { ranges }: Renaming, textIndex: number, to: string): string {
  return ranges
    .filter((range) => range.textIndex === textIndex)
    .toSorted((a, b) => b.from - a.from)
    .reduce((out, range) => out.slice(0, range.from) + to + out.slice(range.to), text)
}
