import type { Content } from '#shared/contract/template.ts'
import type { Resource } from '../../../ui/resource.ts'
import { State } from '../../../ui/State.tsx'
import type { OpenDraft } from '../drafts.ts'
import { ContentComparison } from './ContentComparison.tsx'
import { setAside } from './set-aside.ts'
import { copyOfSide, nameOfSide, type Side, versionOfSide } from './sides.ts'
import { useVersion } from './versions.ts'

interface ContentDiffProps {
  draft: OpenDraft
  from: Side
  to: Side
}

/** Any two of: a version, what is live under a label, the draft, one that was set aside. */
export function ContentDiff({ draft, from, to }: ContentDiffProps) {
  const before = useSide(draft, from)
  const after = useSide(draft, to)
  const { labels } = draft.template
  return (
    <State resource={before}>
      {(one) => (
        <State resource={after}>
          {(other) => (
            <ContentComparison
              before={{ name: nameOfSide(from, labels), content: one.content }}
              after={{ name: nameOfSide(to, labels), content: other.content }}
            />
          )}
        </State>
      )}
    </State>
  )
}

function useSide(draft: OpenDraft, side: Side): Resource<{ content: Content }> {
  const { id, labels } = draft.template
  const version = useVersion(id, versionOfSide(side, labels))
  const copy = copyOfSide(side)
  const copies = setAside.use(copy === null ? null : id)
  if (side === 'draft') return { state: 'ready', value: draft }
  if (copy === null) return version
  if (copies.state !== 'ready') return copies
  const found = copies.value.find((one) => one.id === copy)
  // Discarded while it was compared: what is left to see is the draft.
  return { state: 'ready', value: found ?? draft }
}
