import type { TemplateId } from '#shared/contract/base.ts'
import type { Content, Facets, TemplateSummary } from '#shared/contract/template.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'

/** Where labels stand, as last seen in the shared stores. */
export interface LabelSource {
  labelsOf(templateIds: TemplateId[]): Map<TemplateId, TemplateSummary['labels']>
  /** Names of the templates that carry it in any shared store. */
  namesWith(label: string): string[]
  /** How many templates of this workspace carry each label. */
  counts(): Facets['labels']
}

/** What the services of templates are made of. */
export interface TemplateParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'author'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  labels: LabelSource
  /** Throws `template_syntax` where the content cannot be compiled: such a version could only fail. */
  refuseBrokenSyntax(content: Content, templateName: string): void
}
