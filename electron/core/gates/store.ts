import { desc, eq } from 'drizzle-orm'
import type { TemplateId } from '#shared/contract/base.ts'
import { type Evidence, evidenceSchema } from '#shared/contract/evidence.ts'
import {
  type Gate,
  type GateVerdict,
  type GivenVerdict,
  gateVerdictSchema,
  givenVerdictSchema,
} from '#shared/contract/gate.ts'
import type { Reader, Transaction } from '../db/handles.ts'
import { gates, gateVerdicts } from '../db/tables/gates.ts'

/** A gate as it is stored: its template may have got another name since. */
export type StoredGate = Omit<Gate, 'templateName'>

const toGate = ({ rulesJson, templateId, ...row }: typeof gates.$inferSelect): StoredGate => ({
  ...row,
  templateId: templateId as TemplateId | null,
  rules: JSON.parse(rulesJson),
})

const toRow = ({ rules, ...gate }: StoredGate) => ({ ...gate, rulesJson: JSON.stringify(rules) })

/** By name. */
export const listGates = (reader: Reader): StoredGate[] =>
  reader.query.select().from(gates).orderBy(gates.name).all().map(toGate)

export function findGate(reader: Reader, ref: string): StoredGate | undefined {
  return listGates(reader).find(({ id, name }) => id === ref || name === ref)
}

export function insertGate(transaction: Transaction, gate: StoredGate): void {
  transaction.query.insert(gates).values(toRow(gate)).run()
}

export function updateGate(transaction: Transaction, gate: StoredGate): void {
  transaction.query.update(gates).set(toRow(gate)).where(eq(gates.id, gate.id)).run()
}

export function deleteGate(transaction: Transaction, id: string): void {
  transaction.query.delete(gates).where(eq(gates.id, id)).run()
}

export function insertVerdict(transaction: Transaction, seq: number, verdict: GateVerdict): void {
  const { id, gateId, column: columnKey, createdAt } = verdict
  const verdictJson = JSON.stringify(verdict)
  const row = { id, gateId, runSeq: seq, columnKey, verdictJson, createdAt }
  transaction.query.insert(gateVerdicts).values(row).run()
}

/** Newest first. */
export function listVerdicts(reader: Reader, seq: number): GateVerdict[] {
  return reader.query
    .select({ verdictJson: gateVerdicts.verdictJson })
    .from(gateVerdicts)
    .where(eq(gateVerdicts.runSeq, seq))
    .orderBy(desc(gateVerdicts.createdAt), desc(gateVerdicts.id))
    .all()
    .map(({ verdictJson }) => gateVerdictSchema.parse(JSON.parse(verdictJson)))
}

interface NewestRow {
  verdictJson: string
  templateId: string
  templateName: string
  version: number
  label: string | null
}

/**
 * The newest verdict of each gate on each version and model, newest first: a later run speaks for the
 * version now, earlier ones are with their runs. At most a thousand; null asks for all.
 */
export function newestVerdicts(
  reader: Reader,
  { templateId, gateId }: { templateId: string | null; gateId: string | null },
): GivenVerdict[] {
  return reader
    .prepare<NewestRow>(
      `WITH given AS (
         SELECT v.*, c.template_id, c.template_name, c.version, row_number() OVER (
           PARTITION BY v.gate_id, c.template_id, c.version, c.model
           ORDER BY v.created_at DESC, v.id DESC
         ) AS place
         FROM gate_verdicts v
         JOIN run_columns c ON c.run_seq = v.run_seq AND c.key = v.column_key
         WHERE (? IS NULL OR c.template_id = ?)
           AND (? IS NULL OR v.gate_id = ?)
       )
       SELECT given.verdict_json AS verdictJson, given.template_id AS templateId,
         coalesce(t.name, given.template_name) AS templateName, given.version, g.label
       FROM given LEFT JOIN gates g ON g.id = given.gate_id
       LEFT JOIN templates t ON t.id = given.template_id
       WHERE given.place = 1
       ORDER BY given.created_at DESC, given.id DESC LIMIT 1000`,
    )
    .all(templateId, templateId, gateId, gateId)
    .map(({ verdictJson, ...row }) =>
      givenVerdictSchema.parse({ ...JSON.parse(verdictJson), ...row }),
    )
}

/**
 * The newest verdict on that content, as evidence for a promotion: of a gate that guards the label
 * where one was asked, else of any. Undefined: nobody asked a gate yet.
 */
export function newestEvidence(
  reader: Reader,
  contentHash: string,
  label: string,
): Evidence | undefined {
  const row = reader
    .prepare<{ evidence: string }>(
      `SELECT v.verdict_json ->> '$.evidence' AS evidence
       FROM gate_verdicts v LEFT JOIN gates g ON g.id = v.gate_id
       WHERE v.verdict_json ->> '$.evidence.contentHash' = ?
       ORDER BY g.label IS NOT ?, v.created_at DESC, v.id DESC LIMIT 1`,
    )
    .get(contentHash, label)
  return row && evidenceSchema.parse(JSON.parse(row.evidence))
}
