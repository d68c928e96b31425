import type { PromptContent, StoredVersion } from '../types.ts'

/**
 * What a version renders. A row that a service inserted itself has no content of ours: its text is
 * a jinja2 template with strict undefined variables, which is what a new template has by default.
 */
export function contentOf({ content, templateText }: StoredVersion): PromptContent {
  if (content !== null) return content
  return {
    body: { kind: 'text', text: templateText },
    dialect: 'jinja2',
    undefinedPolicy: 'strict',
    variables: [],
    modelSettings: {},
  }
}
