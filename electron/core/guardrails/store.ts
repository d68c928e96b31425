import { eq } from 'drizzle-orm'
import type { Guardrail } from '#shared/domain/guardrails/engine.ts'
import type { GuardrailSample } from '#shared/domain/guardrails/sample-bench.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { guardrails } from '../db/tables/guardrails.ts'

/** A guardrail as the workspace keeps it: with its samples, and whether it is in use at all. */
export interface StoredGuardrail {
  guardrail: Guardrail
  samples: GuardrailSample[]
  isArchived: boolean
}

/** All guardrails in their order, archived ones too, with action and switch as the user set them. */
export function listStored(reader: Reader): StoredGuardrail[] {
  const rows = reader.query.select().from(guardrails).orderBy(guardrails.position).all()
  return rows.map(({ definitionJson, samplesJson, archivedAt, action, isEnabled }) => ({
    guardrail: { ...(JSON.parse(definitionJson) as Guardrail), action, enabled: isEnabled },
    samples: JSON.parse(samplesJson) as GuardrailSample[],
    isArchived: archivedAt !== null,
  }))
}

/** Adds those that are not there yet, by name, behind the others; what is there stays as it is. */
export function addGuardrails(
  transaction: Transaction,
  added: readonly { guardrail: Guardrail; samples: GuardrailSample[] }[],
  at: string,
): void {
  const insert = transaction.prepare(
    `INSERT INTO guardrails (id, name, position, definition_json, action, is_enabled, updated_at, samples_json)
     VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM guardrails), ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  )
  for (const { guardrail, samples } of added) {
    const { id, name, action, enabled } = guardrail
    const definitionJson = definitionOf(guardrail)
    insert.run(id, name, definitionJson, action, enabled ? 1 : 0, at, JSON.stringify(samples))
  }
}

/** Writes everything of one guardrail; found by its id, which never changes. */
export function updateGuardrail(
  transaction: Transaction,
  { guardrail, samples, isArchived }: StoredGuardrail,
  updatedAt: string,
): void {
  const { id, name, action, enabled } = guardrail
  transaction.query
    .update(guardrails)
    .set({
      name,
      definitionJson: definitionOf(guardrail),
      action,
      isEnabled: enabled,
      samplesJson: JSON.stringify(samples),
      archivedAt: isArchived ? updatedAt : null,
      updatedAt,
    })
    .where(eq(guardrails.id, id))
    .run()
}

/** Action and switch have columns of their own: two places for one fact would drift apart. */
function definitionOf({ action: _, enabled: __, ...definition }: Guardrail): string {
  return JSON.stringify(definition)
}
