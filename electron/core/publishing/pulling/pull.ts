import type pg from 'pg'
import { GalleyError } from '#shared/contract/errors.ts'
import type { PublishedVersion, Pulled } from '#shared/contract/publishing.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { contentSchema } from '#shared/contract/template.ts'
import { mergeContent } from '#shared/domain/diff/merge-content.ts'
import { contentHash } from '#shared/domain/hashing/content.ts'
import type { Input } from '../../inputs.ts'
import { lineOf } from '../lineage.ts'
import type { Content, PublishedCopy, PublishingParts, Version } from '../parts.ts'
import { NOTHING } from '../plan.ts'
import { carryOutDue } from '../promotions/store.ts'
import { findStanding, listPublished } from '../published.ts'
import type { RemoteConnections } from '../remotes/connections.ts'
import type { RemoteService } from '../remotes/service.ts'
import { rememberAllLabels } from '../remotes/store.ts'
import {
  keepObjects,
  keepRollups,
  lastPull,
  listVersionIds,
  type RemoteVersion,
  type RollupRow,
  readClock,
  readObjects,
  readRollups,
  readVersions,
  rememberPull,
} from './store.ts'

/** Statistics of the first pull reach this far back, in ms; later ones begin where the last one ended. */
const FIRST_PULL_MS = 90 * 24 * 3_600_000
/** Executions are logged late: what they change of the last two days is read again. */
const OVERLAP_MS = 2 * 24 * 3_600_000

interface Seen {
  readonly ids: { id: string; name: string; version: number }[]
  readonly versions: RemoteVersion[]
  readonly published: PublishedVersion[]
  readonly experiments: { name: string; body: unknown }[]
  readonly guardrails: { name: string; body: unknown }[]
  readonly rollups: RollupRow[]
}

/** Brings here what colleagues put into a shared store. */
export class PullService {
  readonly #parts: PublishingParts
  readonly #remotes: RemoteService
  readonly #connections: RemoteConnections

  constructor(parts: PublishingParts, remotes: RemoteService, connections: RemoteConnections) {
    this.#parts = parts
    this.#remotes = remotes
    this.#connections = connections
  }

  /** Read first, then written in one transaction: nothing is half pulled. */
  async pull(input: Input<'publishing', 'pull'>): Promise<Pulled> {
    const { writer, reader, environment, activity, changes } = this.#parts
    const remote = this.#remotes.require(input.remote)
    const last = lastPull(reader, remote.id)
    const seen = await this.#connections.withStore(remote, (client) => this.#look(client, last))
    const at = environment.clock.now().toISOString()
    const pulled = writer.transaction((transaction) => {
      const labels = seen.published.flatMap(({ templateName, labels, versionId, version }) =>
        labels.map((label) => ({ templateName, label, versionId, version })),
      )
      rememberAllLabels(transaction, remote.id, labels, at)
      keepObjects(transaction, remote.id, 'experiment', seen.experiments, at)
      keepObjects(transaction, remote.id, 'guardrail', seen.guardrails, at)
      const rollups = keepRollups(transaction, remote.id, seen.rollups)
      rememberPull(transaction, remote.id, at)
      const taken = this.#adopt(seen)
      const what = `was pulled: ${taken.newVersions.length} new versions`
      activity.record(transaction, { noun: 'remote', id: remote.id, name: remote.name, what })
      return {
        ...taken,
        labels: labels.length,
        experiments: seen.experiments.length,
        guardrails: seen.guardrails.length,
        rollups,
      }
    })
    for (const noun of ['template', 'publishing', 'execution', 'guardrail'] as const)
      changes.emit(noun, null)
    return pulled
  }

  /**
   * Puts one's version on top of the one the label stands on, into the draft: lines that only one side
   * changed are taken over, lines that both changed stand between markers.
   */
  async rebase(input: Input<'publishing', 'rebase'>) {
    const { templates } = this.#parts
    const mine = templates.getVersion(input)
    const template = templates.get(input)
    await this.pull(input)
    const remote = this.#remotes.require(input.remote)
    const onto = await this.#standing(remote, template.name, input.label)
    const theirs = templates.findVersionById(onto) ?? null
    if (theirs === null) throw nothingToRebaseOn(template.name, input.label)
    const base = this.#ancestor(mine, theirs)
    const { content, conflicts } = mergeContent(base, mine.content, theirs.content)
    templates.replaceDraft({
      template: template.id,
      content,
      parentVersionId: theirs.id,
      what: `was rebased on version ${theirs.number}`,
    })
    return { onto: theirs.number, conflicts }
  }

  async #look(client: pg.PoolClient, last: string | null): Promise<Seen> {
    await carryOutDue(client)
    // By the store's clock too: one of ours that is ahead must not make a pull begin in the future.
    const now = Math.min(await readClock(client), this.#parts.environment.clock.now().getTime())
    const since = new Date(
      last === null ? now - FIRST_PULL_MS : Math.min(now, Date.parse(last)) - OVERLAP_MS,
    )
    const ids = await listVersionIds(client)
    const { templates } = this.#parts
    const missing = ids.filter(({ id, version, name }) => {
      const here = templates.findVersionById(id as Version['id'])
      return here === undefined || (here.number !== version && templates.has(name))
    })
    const versions: RemoteVersion[] = []
    for (let start = 0; start < missing.length; start += 200) {
      const some = missing.slice(start, start + 200).map(({ id }) => id)
      versions.push(...(await readVersions(client, some)))
    }
    return {
      ids,
      versions,
      published: await listPublished(client),
      experiments: await readObjects(client, 'experiment'),
      guardrails: await readObjects(client, 'guardrail'),
      rollups: await readRollups(client, since),
    }
  }

  #adopt({ ids, versions }: Seen) {
    const newTemplates: string[] = []
    const newVersions: Pulled['newVersions'] = []
    const renumbered: Pulled['renumbered'] = []
    const skipped: Pulled['skipped'] = []
    for (const version of versions) {
      const place = { templateName: version.name, version: version.version }
      const copy = copyOf(version)
      if (typeof copy === 'string') {
        skipped.push({ ...place, reason: copy })
        continue
      }
      const newest = Math.max(
        ...ids.flatMap((one) => (one.name === copy.templateName ? [one.version] : [])),
      )
      const adopted = this.#parts.templates.adoptVersion(copy, newest)
      if (adopted.isNewTemplate) newTemplates.push(version.name)
      if (adopted.isNew) newVersions.push(place)
      for (const move of adopted.renumbered) {
        renumbered.push({ templateName: version.name, ...move })
      }
    }
    return { newTemplates, newVersions, renumbered, skipped }
  }

  async #standing(remote: Remote, name: string, label: string): Promise<Version['id']> {
    const found = await this.#connections.withStore(remote, (client) =>
      findStanding(client, name, label),
    )
    if (found === null) throw nothingToRebaseOn(name, label)
    return found.published.versionId
  }

  /** What both began with: the nearest version that both descend from, else nothing. */
  #ancestor(mine: Version, theirs: Version): Content {
    const { templates } = this.#parts
    const mines = lineOf(templates, mine)
    const shared = lineOf(templates, theirs).find(({ id, contentHash: hash }) =>
      mines.some((one) => one.id === id || one.contentHash === hash),
    )
    return shared?.content ?? NOTHING
  }
}

/** A published row as a version of this workspace, or why it cannot be one. */
function copyOf(row: RemoteVersion): PublishedCopy | string {
  const parsed = contentSchema.safeParse(
    row.content ?? { body: { kind: 'text', text: row.template_text }, undefinedPolicy: 'lenient' },
  )
  if (!parsed.success) return 'a newer Galley wrote it; this one cannot read its content'
  const hash = contentHash(parsed.data)
  if (row.content !== null && hash !== row.content_hash) return 'its content and its hash differ'
  return {
    id: row.id,
    templateName: row.name,
    number: row.version,
    content: parsed.data,
    contentHash: hash,
    parentVersionId: row.parent_id,
    author: row.created_by,
    createdAt: row.created_at.toISOString(),
    category: row.category ?? '',
    description: row.description ?? '',
    tags: row.tags,
  }
}

const nothingToRebaseOn = (name: string, label: string) =>
  new GalleyError('not_found', `"${label}" of "${name}" stands on no version to continue from.`, {
    fix: 'Publish yours as it is.',
    where: { template: name },
  })
