import type { Content } from '#shared/contract/template.ts'
import type { Transaction } from '../db/handles.ts'

interface SearchableTemplate {
  seq: number
  name: string
  category: string
  description: string
  tags: string[]
  content: Content
}

/** Puts a template's present texts into the full text index, replacing what stood there. */
export function indexTemplate(transaction: Transaction, template: SearchableTemplate): void {
  transaction.prepare('DELETE FROM template_search WHERE rowid = ?').run(template.seq)
  transaction
    .prepare(
      'INSERT INTO template_search (rowid, name, tags, category, description, body) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      template.seq,
      template.name,
      template.tags.join(' '),
      template.category,
      template.description,
      searchableText(template.content),
    )
}

function searchableText({ body, variables }: Content): string {
  const texts =
    body.kind === 'text'
      ? [body.text]
      : body.messages.map((message) =>
          'placeholder' in message ? message.placeholder : message.content,
        )
  const declared = variables.map((variable) => `${variable.name} ${variable.description}`)
  return [...texts, ...declared].join('\n')
}

/**
 * The words of what a person typed, without the characters between them: nothing of it is read as an
 * operator of FTS5.
 */
export const wordsIn = (query: string): readonly string[] =>
  query.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []
