import type pg from 'pg'
import type { SharedGuardrail } from '#shared/contract/guardrail.ts'
import { guardrailToRow } from '#shared/domain/guardrails/engine.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { compare, type Offer, publishShared, readShared } from './shared.ts'
import { listStored } from './store.ts'

interface SharingParts {
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  /** Runs `work` on a connection to the shared store of that name. */
  withRemote: <Result>(
    name: string,
    work: (client: pg.PoolClient) => Promise<Result>,
  ) => Promise<Result>
}

/** The workspace's guardrails in shared stores, where production services read them. */
export class GuardrailSharing {
  readonly #parts: SharingParts

  constructor(parts: SharingParts) {
    this.#parts = parts
  }

  async compareShared({ remote }: Input<'guardrail', 'compareShared'>) {
    const there = await this.#parts.withRemote(remote, (client) => readShared(client))
    return { items: compare(this.#offers(), there) }
  }

  /** Throws `not_found` for an unknown name, `conflict` where somebody else was quicker. */
  async publish(input: Input<'guardrail', 'publish'>): Promise<{ items: SharedGuardrail[] }> {
    const { withRemote, writer, activity, changes } = this.#parts
    const { remote, names, expected } = input
    const offers = this.#offers()
    const items = await withRemote(remote, (client) =>
      publishShared(client, { offers, names, expected }),
    )
    writer.transaction((transaction) => {
      const what =
        names === undefined
          ? `were published to "${remote}"`
          : `${names.join(', ')}: published to "${remote}"`
      const entry = { noun: 'guardrail', id: remote, name: 'guardrails', what } as const
      activity.record(transaction, entry)
    })
    changes.emit('guardrail', remote)
    return { items }
  }

  #offers(): Offer[] {
    return listStored(this.#parts.reader).map(({ guardrail, isArchived }) => ({
      row: guardrailToRow({ ...guardrail, enabled: guardrail.enabled && !isArchived }),
      isArchived,
    }))
  }
}
