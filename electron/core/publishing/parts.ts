import type { VersionId } from '#shared/contract/base.ts'
import type { Evidence } from '#shared/contract/evidence.ts'
import type { Content, Template, Version } from '#shared/contract/template.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Adopted, PublishedCopy } from '../templates/adopt.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'

/** What publishing needs of templates; the templates noun fits it. */
export interface VersionSource {
  get(input: { template: string }): Template
  getVersion(input: { template: string; version: number }): Version
  has(ref: string): boolean
  findVersionById(id: VersionId): Version | undefined
  /** Takes a colleague's version over; joins the transaction it is called in. */
  adoptVersion(copy: PublishedCopy, newestPublished: number): Adopted
  /** Puts a content into the draft; an unsaved one is kept as a recovery copy. */
  replaceDraft(next: {
    template: string
    content: Content
    parentVersionId: VersionId
    what: string
  }): void
  /** Gives the version the next free number after `above`. */
  renumberVersion(version: Version, above: number): Version
}

/** What core.ts hands to publishing. */
export interface PublishingParts {
  readonly environment: CoreEnvironment
  readonly reader: Reader
  readonly writer: Writer
  readonly activity: ActivityLog
  readonly changes: ChangeFeed
  readonly templates: VersionSource
  /** What a gate last said of that content: goes with a publish that brings no evidence of its own. */
  readonly evidenceFor: (contentHash: string, label: string) => Evidence | undefined
}

export type { Content, PublishedCopy, Template, Version }
