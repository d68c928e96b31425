import type { RemoteId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Input } from '../../inputs.ts'
import { hasWaiting } from '../outbox/store.ts'
import type { PublishingParts } from '../parts.ts'
import { carryOutDue, maintainPartitions } from '../promotions/store.ts'
import type { SchemaStep } from '../schema/files.ts'
import { type Migrated, migrateUp, printSteps } from '../schema/migrate.ts'
import { addressOf } from './addresses.ts'
import { checkRemote, type RemoteCheck } from './check.ts'
import { type RemoteConnections, secretKey } from './connections.ts'
import { deleteRemote, findRemote, findRemoteById, insertRemote, listRemotes } from './store.ts'

/** The shared stores of a workspace. */
export class RemoteService {
  readonly #parts: PublishingParts
  readonly #connections: RemoteConnections
  readonly #steps: readonly SchemaStep[]

  constructor(
    parts: PublishingParts,
    connections: RemoteConnections,
    steps: readonly SchemaStep[],
  ) {
    this.#parts = parts
    this.#connections = connections
    this.#steps = steps
  }

  list(): { items: Remote[] } {
    return { items: listRemotes(this.#parts.reader) }
  }

  /** That remote; throws `not_found` with the nearest name. */
  require(name: string): Remote {
    const found = findRemote(this.#parts.reader, name)
    if (found !== undefined) return found
    const names = this.list().items.map((remote) => remote.name)
    const suggestion = nearestName(name, names)
    throw new GalleyError('not_found', `There is no remote "${name}".`, {
      fix:
        suggestion === null
          ? 'See "galley remote list", or add one with "galley remote add".'
          : `Did you mean "${suggestion}"?`,
      ...(suggestion === null ? {} : { suggestion }),
    })
  }

  requireById(id: RemoteId): Remote {
    const found = findRemoteById(this.#parts.reader, id)
    if (found !== undefined) return found
    throw new GalleyError('not_found', 'That remote was removed.', {
      fix: 'See "galley remote list".',
    })
  }

  /** Needs no connection, except for a trial remote, whose server is made and set up at once. */
  async add(input: Input<'remote', 'add'>): Promise<Remote> {
    const { environment, reader, writer, activity, changes } = this.#parts
    const isTrial = 'isTrial' in input
    if (findRemote(reader, input.name) !== undefined) throw nameTaken(input.name)
    const remote: Remote = {
      id: environment.newId() as RemoteId,
      name: input.name,
      kind: isTrial ? 'trial' : 'postgres',
      address: isTrial ? 'this machine' : addressOf(input.connectionString),
      createdAt: environment.clock.now().toISOString(),
    }
    if (isTrial) await this.#connections.withStore(remote, async () => {})
    writer.transaction((transaction) => {
      if (findRemote(transaction, input.name) !== undefined) throw nameTaken(input.name)
      insertRemote(transaction, remote)
      const { id, name } = remote
      activity.record(transaction, { noun: 'remote', id, name, what: 'was added' })
    })
    // After the name is taken: of two who add it at once, only the one who has it leaves a login.
    try {
      if (!isTrial) await environment.secrets.set(secretKey(remote), input.connectionString)
    } catch (error) {
      this.#forget(remote)
      throw error
    }
    changes.emit('remote', remote.id)
    return remote
  }

  async remove({ remote: name }: Input<'remote', 'remove'>): Promise<Remote> {
    const { environment, changes } = this.#parts
    const remote = this.require(name)
    // First: a removal that is refused must not stop a trial server that services use.
    this.#forget(remote)
    await this.#connections.forget(remote)
    if (remote.kind === 'postgres') await environment.secrets.delete(secretKey(remote))
    changes.emit('remote', remote.id)
    return remote
  }

  #forget({ id, name }: Remote): void {
    const { writer, activity } = this.#parts
    writer.transaction((transaction) => {
      // Looked at in here: an entry that comes meanwhile would go with the remote, and nobody would know.
      if (hasWaiting(transaction, id)) throw stillWaiting(name)
      deleteRemote(transaction, id)
      activity.record(transaction, { noun: 'remote', id, name, what: 'was removed' })
    })
  }

  check({ remote }: Input<'remote', 'check'>): Promise<RemoteCheck> {
    const { clock } = this.#parts.environment
    return checkRemote(this.require(remote), this.#connections, this.#steps, clock)
  }

  /** Of a trial server only: nobody but us knows its password, and it guards nothing but a trial. */
  async connection({ remote: name }: Input<'remote', 'connection'>) {
    const remote = this.require(name)
    if (remote.kind === 'trial') {
      return { connectionString: await this.#connections.connectionString(remote) }
    }
    throw new GalleyError(
      'invalid_input',
      `The password of "${name}" does not leave the ${this.#parts.environment.secrets.kind}.`,
      { fix: 'Ask its administrator for a login with the role galley_reader for the service.' },
    )
  }

  async migrate({ remote: name }: Input<'remote', 'migrate'>): Promise<Migrated> {
    const remote = this.require(name)
    const done = await this.#connections.withAnySchema(remote, (client) =>
      migrateUp(client, this.#steps),
    )
    this.#parts.changes.emit('remote', remote.id)
    return done
  }

  /** `from` is the schema the store has now, 0 for none. */
  printMigration({ from }: Input<'remote', 'printMigration'>): { sql: string } {
    return { sql: printSteps(this.#steps, from) }
  }

  /** Safe to run as often as anybody likes, by several at once. */
  async maintain({ remote: name, retentionDays }: Input<'remote', 'maintain'>) {
    const remote = this.require(name)
    const done = await this.#connections.withStore(remote, async (client) => ({
      labels: await carryOutDue(client),
      ...(await maintainPartitions(client, retentionDays)),
    }))
    if (done.labels.length > 0) this.#parts.changes.emit('publishing', null)
    return done
  }
}

function stillWaiting(name: string): GalleyError {
  return new GalleyError('conflict', `Something still waits to be published to "${name}".`, {
    fix: 'See "galley outbox": send it or drop it first.',
  })
}

function nameTaken(name: string): GalleyError {
  return new GalleyError('already_exists', `There is a remote "${name}" already.`, {
    fix: 'Choose another name, or remove that one first.',
    where: { field: 'name' },
  })
}
