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
 * What a person typed as an FTS5 expression: every word must occur, the end of each may be missing.
 * Each word is quoted, so that no character of it is read as an operator. Null: no word in it.
 */
export function matchExpression(query: string): string | null {
  const words = query.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
  return words === null ? null : words.map((word) => `"${word}"*`).join(' ')
}
