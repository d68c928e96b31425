import type { Reader, Transaction } from '../db/handles.ts'

/** What one guardrail did. */
export interface Counters {
  checks: number
  violations: number
  failures: number
  falsePositives: number
}

export type DayCounters = Counters & { day: string }

interface CountedCell {
  guardrails: {
    checked: readonly string[]
    violations: readonly { guardrailId: string }[]
    failures: readonly { guardrailId: string }[]
  }
}

const dayMs = 86_400_000

/** A call is one check of each guardrail that applied, however many of its stages it looked at. */
export function addCounts(transaction: Transaction, cells: readonly CountedCell[], at: Date): void {
  const sums = new Map<string, Omit<Counters, 'falsePositives'>>()
  const sumOf = (id: string) => {
    const sum = sums.get(id) ?? { checks: 0, violations: 0, failures: 0 }
    sums.set(id, sum)
    return sum
  }
  for (const { guardrails } of cells) {
    for (const id of guardrails.checked) sumOf(id).checks += 1
    for (const { guardrailId } of guardrails.violations) sumOf(guardrailId).violations += 1
    for (const { guardrailId } of guardrails.failures) sumOf(guardrailId).failures += 1
  }
  const upsert = transaction.prepare(
    `INSERT INTO guardrail_counts (guardrail_id, day, checks, violations, failures)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT (guardrail_id, day) DO UPDATE SET
       checks = checks + excluded.checks, violations = violations + excluded.violations,
       failures = failures + excluded.failures`,
  )
  const day = at.toISOString().slice(0, 10)
  for (const [id, { checks, violations, failures }] of sums) {
    upsert.run(id, day, checks, violations, failures)
  }
}

/** The counters of every guardrail that ever did something, over all time. */
export function readTotals(reader: Reader): Map<string, Counters> {
  const rows = reader
    .prepare<Counters & { id: string }>(
      `SELECT c.guardrail_id AS id, sum(checks) AS checks, sum(violations) AS violations,
         sum(failures) AS failures,
         (SELECT count(*) FROM guardrail_violations v
          WHERE v.guardrail_id = c.guardrail_id AND v.false_positive_at IS NOT NULL) AS falsePositives
       FROM guardrail_counts c GROUP BY c.guardrail_id`,
    )
    .all()
  return new Map(rows.map(({ id, ...counters }) => [id, counters]))
}

/** The last `days` days that have counts, oldest first; null takes all guardrails together. */
export function readDays(
  reader: Reader,
  guardrailId: string | null,
  days: number,
  now: Date,
): DayCounters[] {
  const first = new Date(now.getTime() - (days - 1) * dayMs).toISOString().slice(0, 10)
  return reader
    .prepare<DayCounters>(
      `SELECT c.day, sum(checks) AS checks, sum(violations) AS violations, sum(failures) AS failures,
         (SELECT count(*) FROM guardrail_violations v
          WHERE v.false_positive_at IS NOT NULL AND substr(v.at, 1, 10) = c.day
            AND v.guardrail_id = coalesce(?, v.guardrail_id)) AS falsePositives
       FROM guardrail_counts c
       WHERE c.day >= ? AND c.guardrail_id = coalesce(?, c.guardrail_id)
       GROUP BY c.day ORDER BY c.day`,
    )
    .all(guardrailId, first, guardrailId)
}
