import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Pulled } from '#shared/contract/publishing.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'

/** Brings colleagues' versions, labels, experiments, guardrails and statistics here. */
export function PullButton({ remote }: { remote: string }) {
  const [isBusy, setBusy] = useState(false)
  const pull = async () => {
    setBusy(true)
    try {
      tell(sentence(await rpc.publishing.pull({ remote })))
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      variant="default"
      loading={isBusy}
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => void pull()}
    >
      Pull
    </Button>
  )
}

function sentence({ newVersions, renumbered, skipped }: Pulled): string {
  const parts = [
    newVersions.length === 0 ? 'Nothing new.' : `${newVersions.length} new versions.`,
    ...renumbered.map(
      ({ templateName, from, to }) =>
        `Your ${templateName} v${from} is now v${to}: a colleague published v${from}.`,
    ),
    ...skipped.map(
      ({ templateName, version, reason }) => `${templateName} v${version} was left out: ${reason}.`,
    ),
  ]
  return parts.join(' ')
}
