import type { Execution } from '#shared/contract/execution.ts'
import { decodeCursor, type Page, pageFrom } from '../db/paging.ts'
import type { Input } from '../inputs.ts'
import {
  type ExecutionRow,
  listExecutions,
  listPerformance,
  type Performance,
  toExecution,
} from './store.ts'
import type { WithRemote } from './with-remote.ts'

/** Executions of production services, read from a shared store when somebody looks. */
export class ExecutionService {
  readonly #withRemote: WithRemote

  constructor(withRemote: WithRemote) {
    this.#withRemote = withRemote
  }

  async list(input: Input<'execution', 'list'>): Promise<Page<Execution>> {
    const [at = null, id = null] = decodeCursor(input.cursor, ['string', 'string']) ?? []
    const before = at === null || id === null ? null : { at: String(at), id: String(id) }
    const templateName = input.templateName ?? null
    const rows = await this.#withRemote(input.remote, (client) =>
      listExecutions(client, { templateName, show: input.show, before, limit: input.limit + 1 }),
    )
    const keyOf = ({ exact_at, id }: ExecutionRow) => [exact_at, id]
    return pageFrom(rows, input.limit, keyOf, toExecution)
  }

  async performance({
    remote,
  }: Input<'execution', 'performance'>): Promise<{ items: Performance[] }> {
    return { items: await this.#withRemote(remote, listPerformance) }
  }
}
