import type { Execution } from '#shared/contract/execution.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import type { WithRemote } from '../publishing/remotes/with-remote.ts'
import {
  type ExecutionRow,
  listExecutions,
  listPerformance,
  type Performance,
  toExecution,
} from './store.ts'
import { listViolations } from './violations.ts'

/** Executions of production services, read from a shared store when somebody looks. */
export class ExecutionService {
  readonly #withRemote: WithRemote

  constructor(withRemote: WithRemote) {
    this.#withRemote = withRemote
  }

  async list(input: Input<'execution', 'list'>): Promise<Page<Execution>> {
    const [at = null, id = null] = decodeCursor(input.cursor, ['string', 'string']) ?? []
    const before = at === null || id === null ? null : { at: String(at), id: String(id) }
    const wanted = { ...input, before, limit: input.limit + 1 }
    const rows = await this.#withRemote(input.remote, (client) => listExecutions(client, wanted))
    const keyOf = ({ exact_at, id }: ExecutionRow) => [exact_at, id]
    return pageFrom(rows, input.limit, keyOf, toExecution)
  }

  async violations({ remote, hours, templateName }: Input<'execution', 'violations'>) {
    return {
      items: await this.#withRemote(remote, (client) =>
        listViolations(client, hours, templateName ?? null),
      ),
    }
  }

  async performance({
    remote,
  }: Input<'execution', 'performance'>): Promise<{ items: Performance[] }> {
    return { items: await this.#withRemote(remote, listPerformance) }
  }
}
