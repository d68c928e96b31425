import { Text } from '@mantine/core'
import type { Content } from '#shared/contract/template.ts'
import { TextDiff } from '../../../ui/editor/TextDiff.tsx'
import type { Resource } from '../../../ui/resource.ts'
import { State } from '../../../ui/State.tsx'
import type { OpenDraft } from '../drafts.ts'
import { printContent, useVersion } from './versions.ts'

interface ContentDiffProps {
  draft: OpenDraft
  from: number
  to: number | 'draft'
}

/** Text, variables and settings of two versions, or of a version and the draft, side by side. */
export function ContentDiff({ draft, from, to }: ContentDiffProps) {
  const { id } = draft.template
  const before = useVersion(id, from)
  const version = useVersion(id, to === 'draft' ? null : to)
  const after: Resource<{ content: Content }> =
    to === 'draft' ? { state: 'ready', value: draft } : version
  return (
    <State resource={before}>
      {(one) => (
        <State resource={after}>
          {(other) => {
            const [left, right] = [printContent(one.content), printContent(other.content)]
            if (left !== right) return <TextDiff before={left} after={right} />
            return (
              <Text p="md" c="dimmed" role="status">
                No difference between v{from} and {to === 'draft' ? 'the draft' : `v${to}`}.
              </Text>
            )
          }}
        </State>
      )}
    </State>
  )
}
