import { GalleyError } from '#shared/contract/errors.ts'
import type { Evidence } from '#shared/contract/evidence.ts'
import type { Content, Template, Version } from './parts.ts'

/** The JSON that `galley.publish_version` and `galley.publish_protected` take. */
export interface PublishRequest {
  readonly key: string
  readonly action: 'publish' | 'schedule' | 'propose'
  readonly name: string
  readonly label: string
  /** Where the label must stand: absent anywhere, null nowhere. */
  readonly expected?: string | null
  readonly actor: string
  readonly reason: string
  readonly versionId: string
  readonly version: number
  /** A number that is taken is replaced by one that is free here, too. */
  readonly latestNumber: number
  readonly content: Content
  readonly contentHash: string
  readonly templateText: string
  readonly variables: readonly string[]
  readonly category: string
  readonly description: string
  readonly tags: readonly string[]
  readonly parentId: string | null
  readonly author: string
  readonly evidence?: Evidence
  readonly effectiveFrom?: string
  readonly effectiveUntil?: string
}

export type MoveRequest = Pick<
  PublishRequest,
  'key' | 'name' | 'label' | 'expected' | 'actor' | 'reason'
> & {
  readonly action: 'roll_back'
  /** Null: the last other version the label stood on. */
  readonly version: number | null
}

/** What the outbox holds and a door of the store takes. */
export type StoreRequest = PublishRequest | MoveRequest

type Target = Pick<
  PublishRequest,
  | 'key'
  | 'action'
  | 'label'
  | 'expected'
  | 'actor'
  | 'reason'
  | 'evidence'
  | 'effectiveFrom'
  | 'effectiveUntil'
>

export function publishRequest(
  template: Template,
  version: Version,
  target: Target,
): PublishRequest {
  const { content } = version
  refuseUnservable(template.name, content)
  return {
    ...target,
    name: template.name,
    versionId: version.id,
    version: version.number,
    latestNumber: template.latestVersion ?? version.number,
    content,
    contentHash: version.contentHash,
    templateText: templateText(content),
    variables: content.variables.map(({ name }) => name),
    category: template.category,
    description: template.description,
    tags: template.tags,
    parentId: version.parentVersionId,
    author: version.author,
  }
}

/** The text that services read which know nothing of messages: each under its role. */
function templateText({ body }: Content): string {
  if (body.kind === 'text') return body.text
  return body.messages
    .map((part) =>
      'content' in part ? `${part.role}: ${part.content}` : `{{ ${part.placeholder} }}`,
    )
    .join('\n\n')
}

/** Throws `invalid_input` for what production could not render or Postgres not hold. */
export function refuseUnservable(name: string, content: Content): void {
  if (content.dialect !== 'jinja2') {
    throw new GalleyError(
      'invalid_input',
      `"${name}" is written in ${content.dialect}; production renders jinja2 only.`,
      {
        fix: 'Change its dialect to jinja2, save a version, and publish that.',
        where: { template: name },
      },
    )
  }
  // The backslash of an escape has none of its own before it: a text may speak of \u0000.
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(content))) {
    throw new GalleyError(
      'invalid_input',
      `"${name}" holds a NUL character or half of a surrogate pair, which Postgres cannot store.`,
      {
        fix: 'Remove it from the text, save a version, and publish that.',
        where: { template: name },
      },
    )
  }
}
