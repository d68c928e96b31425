import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { Bindings, TemplateId } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import type { KeptTry } from '#shared/contract/model.ts'
import type { Reader, Writer } from '../db/handles.ts'
import { tries } from '../db/tables/tries.ts'
import type { CoreEnvironment } from '../environment.ts'
import type { ChangeFeed } from '../workspace/changes.ts'
import type { ModelAnswer } from './model.ts'

/** Tries are notes, not records: of each template the newest so many are kept. */
const keptPerTemplate = 200

export interface KeptTriesParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId'>
  reader: Reader
  writer: Writer
  changes: ChangeFeed
}

interface NewTry {
  template: TemplateId
  contentHash: string
  model: string
  bindings: Bindings
  answer: ModelAnswer
}

/** Answers of tries, beside the texts they belong to. */
export interface KeptTries {
  /** Gives the id. */
  keep(one: NewTry): string
  list(template: TemplateId): KeptTry[]
  /** @throws GalleyError `not_found` */
  archive(id: string, isArchived: boolean): KeptTry
}

// The version is looked up when it is asked for: a text that was tried as a draft may be one by now.
const version = sql<number | null>`(SELECT max(number) FROM versions
  WHERE versions.template_id = tries.template_id AND versions.content_hash = tries.content_hash)`

const selection = {
  seq: tries.seq,
  id: tries.id,
  templateId: tries.templateId,
  contentHash: tries.contentHash,
  model: tries.model,
  bindingsJson: tries.bindingsJson,
  output: tries.output,
  latencyMs: tries.latencyMs,
  inputTokens: tries.inputTokens,
  outputTokens: tries.outputTokens,
  cost: tries.cost,
  finishReason: tries.finishReason,
  createdAt: tries.createdAt,
  version,
}

type TryRow = Omit<typeof tries.$inferSelect, 'archivedAt'> & { version: number | null }

function toTry(row: TryRow): KeptTry {
  const { seq: _, templateId, bindingsJson, inputTokens, outputTokens, ...rest } = row
  const isCounted = inputTokens !== null && outputTokens !== null
  return {
    ...rest,
    template: templateId as TemplateId,
    bindings: JSON.parse(bindingsJson),
    usage: isCounted ? { inputTokens, outputTokens } : null,
  }
}

export function openKeptTries({ environment, reader, writer, changes }: KeptTriesParts): KeptTries {
  return {
    keep({ template, contentHash, model, bindings, answer }) {
      const id = environment.newId()
      const { output, latencyMs, usage, cost, finishReason } = answer
      writer.transaction((transaction) => {
        const { seq } = transaction.query
          .insert(tries)
          .values({
            ...{ id, templateId: template, contentHash, model, output, latencyMs, cost },
            bindingsJson: JSON.stringify(bindings),
            inputTokens: usage?.inputTokens ?? null,
            outputTokens: usage?.outputTokens ?? null,
            finishReason,
            createdAt: environment.clock.now().toISOString(),
          })
          .returning({ seq: tries.seq })
          .get()
        const oldest = transaction.query
          .select({ seq: tries.seq })
          .from(tries)
          .where(and(eq(tries.templateId, template), lte(tries.seq, seq)))
          .orderBy(desc(tries.seq))
          .limit(1)
          .offset(keptPerTemplate)
          .get()
        if (oldest === undefined) return
        const isOver = and(eq(tries.templateId, template), lte(tries.seq, oldest.seq))
        transaction.query.delete(tries).where(isOver).run()
      })
      changes.emit('template', template)
      return id
    },
    list: (template) =>
      reader.query
        .select(selection)
        .from(tries)
        .where(and(eq(tries.templateId, template), isNull(tries.archivedAt)))
        .orderBy(desc(tries.seq))
        .all()
        .map(toTry),
    archive(id, isArchived) {
      const archivedAt = isArchived ? environment.clock.now().toISOString() : null
      const row = writer.transaction((transaction) => {
        transaction.query.update(tries).set({ archivedAt }).where(eq(tries.id, id)).run()
        return transaction.query.select(selection).from(tries).where(eq(tries.id, id)).get()
      })
      if (row === undefined) throw new GalleyError('not_found', 'This answer is not kept any more.')
      changes.emit('template', row.templateId)
      return toTry(row)
    },
  }
}
