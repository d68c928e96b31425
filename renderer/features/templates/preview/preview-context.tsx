import { createContext, type ReactNode, useContext } from 'react'
import { useDraft } from '../drafts.ts'
import type { Problem } from '../editor/Problems.tsx'
import type { Flag } from './flag.ts'
import type { Reading } from './usage.ts'
import { type Outcome, usePreview } from './use-preview.ts'
import type { Usage } from './used.ts'

const OutcomeContext = createContext<Outcome>({ kind: 'pending' })
const ProblemsContext = createContext<readonly Problem[]>([])
const UsageContext = createContext<Usage | null>(null)
const FlagsContext = createContext<readonly Flag[]>([])
const RefusalsContext = createContext<Reading['refusals']>({})

/**
 * The one preview of an editor page. Each part of the page takes what it shows, so that a key draws
 * the text and its preview again and nothing else.
 */
export function PreviewOf({ id, children }: { id: string; children: ReactNode }) {
  const { outcome, problems, usage, refusals, flags } = usePreview(useDraft(id))
  return (
    <OutcomeContext value={outcome}>
      <ProblemsContext value={problems}>
        <UsageContext value={usage}>
          <RefusalsContext value={refusals}>
            <FlagsContext value={flags}>{children}</FlagsContext>
          </RefusalsContext>
        </UsageContext>
      </ProblemsContext>
    </OutcomeContext>
  )
}

export const useOutcome = () => useContext(OutcomeContext)
export const useProblems = () => useContext(ProblemsContext)
/** Null for templates of another dialect than Jinja2, and before the text was read. */
export const useUsage = () => useContext(UsageContext)
/** Why sample values do not fit the schemas of their variables, by name. */
export const useRefusals = () => useContext(RefusalsContext)
/** What guardrails say of places in the text. */
export const useFlagged = () => useContext(FlagsContext)
