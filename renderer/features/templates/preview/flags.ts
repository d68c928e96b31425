import { useEffect, useState } from 'react'
import type { GuardrailView } from '#shared/contract/guardrail.ts'
import type { OpenDraft } from '../drafts.ts'
import type { Flag, FlagJob } from './flag.ts'
import type { Violation } from './found.ts'

/** Nobody reads marks that move with every key. */
const PAUSE_MS = 300

const NONE: readonly Flag[] = []
const NO_VIOLATIONS: readonly Violation[] = []

/**
 * What guardrails find in the text itself and where the values come in that they found something in,
 * a moment after the last key. `views` null: they are not known yet.
 */
export function useFlags(
  { content, template }: OpenDraft,
  views: readonly GuardrailView[] | null,
  violations: readonly Violation[] = NO_VIOLATIONS,
): readonly Flag[] {
  const [flags, setFlags] = useState(NONE)
  const [worker, setWorker] = useState<Worker | null>(null)
  useEffect(() => () => worker?.terminate(), [worker])
  const { name, category, labels } = template
  const labelNames = labels.map(({ label }) => label).join('\n')
  const found = JSON.stringify(violations)
  useEffect(() => {
    if (views === null) return
    const timer = setTimeout(() => {
      const job: FlagJob = {
        views,
        content,
        violations: JSON.parse(found),
        template: { name, category, labels: labelNames === '' ? [] : labelNames.split('\n') },
      }
      // Made at the first rest: what is looked at and never edited needs none before.
      const busy = worker ?? startWorker()
      busy.onmessage = ({ data }: MessageEvent<Flag[]>) =>
        setFlags((now) => (JSON.stringify(now) === JSON.stringify(data) ? now : data))
      busy.postMessage(job)
      if (worker === null) setWorker(busy)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [worker, views, content, name, category, labelNames, found])
  return flags
}

const startWorker = () =>
  new Worker(new URL('./flags.worker.ts', import.meta.url), { type: 'module' })
