import type pg from 'pg'
import { GalleyError } from '#shared/contract/errors.ts'
import type { GuardrailView, PulledGuardrail, SharedGuardrail } from '#shared/contract/guardrail.ts'
import {
  type GuardrailRow,
  guardrailToRow,
  rowToGuardrails,
} from '#shared/domain/guardrails/engine.ts'
import type { Reader, Writer } from '../db/handles.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { Input } from '../inputs.ts'
import type { ActivityLog } from '../workspace/activity.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import { refuseTaken, toView, withChange } from './definition.ts'
import { compare, type Offer, publishShared, readShared } from './shared.ts'
import { addGuardrails, listStored } from './store.ts'

interface SharingParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId'>
  reader: Reader
  writer: Writer
  activity: ActivityLog
  changes: ChangeFeed
  /** Runs `work` on a connection to the shared store of that name. */
  withRemote: <Result>(
    name: string,
    work: (client: pg.PoolClient) => Promise<Result>,
  ) => Promise<Result>
  /** The rows of shared stores as they were last pulled. */
  pulled: () => { remote: string; name: string; body: unknown; seenAt: string }[]
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

  /** What colleagues have put into shared stores, also while none of them can be reached. */
  listPulled(): { items: PulledGuardrail[] } {
    const { reader, pulled } = this.#parts
    const stored = listStored(reader).filter(({ isArchived }) => !isArchived)
    const names = new Set(stored.map(({ guardrail }) => guardrail.name))
    const items = pulled().flatMap(({ remote, name, body, seenAt }): PulledGuardrail[] => {
      const { guardrails } = rowToGuardrails(body as GuardrailRow)
      const [first] = guardrails
      if (first === undefined) return []
      const types = guardrails.map(({ rule }) => rule.type)
      const { action, enabled } = first
      return [{ remote, name, types, action, isEnabled: enabled, seenAt, isHere: names.has(name) }]
    })
    return { items }
  }

  /**
   * Makes a guardrail of a shared store one of this workspace. Throws `not_found` where it is not there any
   * more, `invalid_input` for one that cannot be run here, `already_exists` for a name that is taken.
   */
  async adopt(input: Input<'guardrail', 'adopt'>): Promise<{ items: GuardrailView[] }> {
    const { withRemote, writer, activity, changes, environment } = this.#parts
    const { remote, name } = input
    const rows = await withRemote(remote, (client) => readShared(client))
    const added = this.#usable(
      rows.find((row) => row.name === name),
      input,
    )
    writer.transaction((transaction) => {
      const stored = listStored(transaction)
      for (const { guardrail } of added) refuseTaken(stored, guardrail.name)
      addGuardrails(transaction, added, environment.clock.now().toISOString())
      for (const { guardrail } of added) {
        const { id } = guardrail
        const what = `was taken over from "${remote}"`
        activity.record(transaction, { noun: 'guardrail', id, name: guardrail.name, what })
      }
    })
    changes.emit('guardrail', null)
    return { items: added.map((one) => toView({ ...one, isArchived: false })) }
  }

  #usable(row: GuardrailRow | undefined, { remote, name }: Input<'guardrail', 'adopt'>) {
    const { guardrails, problems } =
      row === undefined ? { guardrails: [], problems: [] } : rowToGuardrails(row)
    if (guardrails.length === 0) {
      const [problem] = problems
      const isGone = `There is no guardrail "${name}" in "${remote}".`
      throw new GalleyError(
        problem === undefined ? 'not_found' : 'invalid_input',
        problem ?? isGone,
        {
          where: { field: 'name' },
          fix: 'Compare again, or ask who wrote it there.',
        },
      )
    }
    const { environment } = this.#parts
    return guardrails.map((guardrail) => ({
      guardrail: withChange({ ...guardrail, id: environment.newId() }, {}),
      samples: [],
    }))
  }

  #offers(): Offer[] {
    return listStored(this.#parts.reader).map(({ guardrail, isArchived }) => ({
      row: guardrailToRow({ ...guardrail, enabled: guardrail.enabled && !isArchived }),
      isArchived,
    }))
  }
}
