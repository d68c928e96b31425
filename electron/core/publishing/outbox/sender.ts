import type pg from 'pg'
import type { RemoteId, VersionId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { PublishOutcome } from '#shared/contract/publishing.ts'
import type { Remote } from '#shared/contract/remote.ts'
import type { OutboxRow } from '../../db/tables/publishing.ts'
import { asCheckProblem, conflictError, nothingToReturnTo } from '../conflicts.ts'
import type { PublishingParts } from '../parts.ts'
import { isProtected } from '../published.ts'
import type { RemoteConnections } from '../remotes/connections.ts'
import { isState } from '../remotes/failures.ts'
import type { RemoteService } from '../remotes/service.ts'
import { rememberLabel } from '../remotes/store.ts'
import type { StoreRequest } from '../request.ts'
import { expectInstead, movesBefore } from './order.ts'
import { outcomeSchema, type StoreOutcome } from './outcome.ts'
import { findEntry, keepFailure, settleEntry } from './store.ts'

type Done = Extract<StoreOutcome, { kind: 'published' }>

const VERBS: Record<OutboxRow['action'], string> = {
  publish: 'was published to',
  schedule: 'was scheduled in',
  propose: 'was proposed in',
  roll_back: 'was rolled back in',
}

/** Sends what the outbox holds, one entry at a time, and writes down here what the store answered. */
export class Sender {
  readonly #parts: PublishingParts
  readonly #remotes: RemoteService
  readonly #connections: RemoteConnections
  /** What is under way in this process, by key: the timer leaves it to whoever sends it. */
  readonly #underWay = new Map<string, Promise<PublishOutcome>>()

  constructor(parts: PublishingParts, remotes: RemoteService, connections: RemoteConnections) {
    this.#parts = parts
    this.#remotes = remotes
    this.#connections = connections
  }

  isUnderWay(key: string): boolean {
    return this.#underWay.has(key)
  }

  /**
   * Sends an entry. Whatever the store answers settles it, except where `keepsRefusals`: then nobody is
   * there to read the refusal, and it stays until somebody is. A store that cannot be reached may have
   * done it all the same: the entry stays and is sent again under the same key. What waits to move the
   * same label is sent before it: a later wish never overtakes an earlier one.
   */
  async send(entry: OutboxRow, keepsRefusals: boolean): Promise<PublishOutcome> {
    try {
      return await this.#begin(entry, keepsRefusals)
    } catch (error) {
      throw waitsInOutbox(error, entry.key)
    }
  }

  #begin(entry: OutboxRow, keepsRefusals: boolean): Promise<PublishOutcome> {
    const sending = this.#sendInTurn(entry, keepsRefusals).finally(() =>
      this.#underWay.delete(entry.key),
    )
    this.#underWay.set(entry.key, sending)
    return sending
  }

  async #sendInTurn(entry: OutboxRow, keepsRefusals: boolean): Promise<PublishOutcome> {
    try {
      await this.#sendEarlier(entry)
      // Read again: where an earlier one was kept under another id, this one expects that.
      return await this.#send(findEntry(this.#parts.reader, entry.key) ?? entry)
    } catch (error) {
      this.#keep(entry, error, keepsRefusals)
      throw error
    }
  }

  async #sendEarlier(entry: OutboxRow): Promise<void> {
    const earlier = movesBefore(this.#parts.reader, entry, ({ key }) => key === entry.key)
    for (const move of earlier) {
      try {
        await (this.#underWay.get(move.key) ?? this.#begin(move, true))
      } catch (error) {
        // A refusal stays for a person to read, and the store tells this entry where the label stands.
        if (!(error instanceof GalleyError) || error.code === 'remote_unreachable') throw error
      }
    }
  }

  async #send(entry: OutboxRow): Promise<PublishOutcome> {
    const remote = this.#remotes.requireById(entry.remoteId as RemoteId)
    const request: StoreRequest = JSON.parse(entry.requestJson)
    const outcome = await this.#connections.withStore(remote, (client) => callDoor(client, request))
    if (outcome.kind === 'conflict') {
      const { current } = outcome
      if (current !== null) this.#remember(remote, request, current)
      throw conflictError(request, current)
    }
    return this.#settle(remote, entry, request, outcome)
  }

  /** All that follows from an answer is written in one transaction: a kill loses all of it or nothing. */
  #settle(remote: Remote, entry: OutboxRow, request: StoreRequest, done: Done): PublishOutcome {
    const { writer, activity, changes } = this.#parts
    const { version, versionId, published } = done
    const renumberedFrom = writer.transaction((transaction) => {
      settleEntry(transaction, entry.key)
      expectInstead(transaction, entry, entry.versionId, versionId)
      const before = this.#renumber(entry.versionId as VersionId | null, version)
      if (published.labels.includes(entry.label)) this.#remember(remote, request, done)
      const what = `version ${version} ${VERBS[entry.action]} "${remote.name}" as ${entry.label}`
      const { name } = request
      activity.record(transaction, { noun: 'publishing', id: versionId, name, what })
      return before
    })
    changes.emit('publishing', versionId)
    return {
      action: entry.action,
      published,
      label: entry.label,
      previousVersion: done.previous?.version ?? null,
      isReplay: done.isReplay,
      renumberedFrom,
    }
  }

  #keep(entry: OutboxRow, error: unknown, keepsRefusals: boolean): void {
    const { writer, environment, changes } = this.#parts
    const failure = error instanceof GalleyError ? error : unforeseen(error)
    writer.transaction((transaction) => {
      if (keepsRefusals || (failure === error && failure.code === 'remote_unreachable')) {
        keepFailure(transaction, entry, failure, environment.clock.now())
      } else settleEntry(transaction, entry.key)
    })
    changes.emit('publishing', null)
  }

  /** Gives the version here the number it got there, where that is possible: numbers only move up. */
  #renumber(id: VersionId | null, number: number): number | null {
    const { templates } = this.#parts
    const version = id === null ? undefined : templates.findVersionById(id)
    if (version === undefined || version.number === number) return null
    const { latestVersion } = templates.get({ template: version.templateId })
    if (number <= (latestVersion ?? 0)) return null
    templates.renumberVersion(version, number - 1)
    return version.number
  }

  #remember(
    remote: Remote,
    { name: templateName, label }: StoreRequest,
    { versionId, version }: { versionId: string; version: number },
  ): void {
    const { writer, environment } = this.#parts
    const at = environment.clock.now().toISOString()
    const seen = { templateName, label, versionId, version }
    writer.transaction((transaction) => rememberLabel(transaction, remote.id, seen, at))
  }
}

/** One statement: version, label, audit, notice and what they look like afterwards, or nothing. */
async function callDoor(client: pg.PoolClient, request: StoreRequest): Promise<StoreOutcome> {
  const door = await doorOf(client, request)
  try {
    const { rows } = await client.query(`select galley.${door}($1::jsonb) as outcome`, [
      JSON.stringify(request),
    ])
    return outcomeSchema.parse(rows[0]?.outcome)
  } catch (error) {
    throw request.action === 'roll_back' && isState(error, 'P0002')
      ? nothingToReturnTo(request)
      : asCheckProblem(error)
  }
}

async function doorOf(client: pg.PoolClient, { action, label }: StoreRequest): Promise<string> {
  if (action === 'propose') return 'propose_promotion'
  return (await isProtected(client, label)) ? 'publish_protected' : 'publish_version'
}

/** Nobody was told of it, and nobody knows whether it was done: tried again under the same key. */
function unforeseen(cause: unknown): GalleyError {
  const said = cause instanceof Error ? cause.message : String(cause)
  return new GalleyError('remote_unreachable', `The store did not do it: ${said}.`, {
    fix: 'It is sent again by itself. Ask the store’s administrator if that does not end.',
    cause,
  })
}

function waitsInOutbox(error: unknown, key: string): unknown {
  if (!(error instanceof GalleyError) || error.code !== 'remote_unreachable') return error
  return new GalleyError(error.code, error.message, {
    fix: `${error.problem.fix ?? ''} It waits in the outbox and is sent again by itself.`.trim(),
    details: { ...error.problem.details, outboxKey: key },
    cause: error.cause,
  })
}
