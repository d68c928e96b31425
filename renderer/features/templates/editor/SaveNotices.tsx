import { Button, Group, Text } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { readFailure } from '../../../rpc/problem.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { keepMine, takeTheirs, useDraftPart } from '../drafts.ts'

/** What stands between the text on screen and a saved draft: nothing, mostly. */
export function SaveNotices({ id }: { id: string }) {
  const theirs = useDraftPart(id, (draft) => draft.theirs)
  const error = useDraftPart(id, (draft) => draft.error)
  if (theirs !== null) {
    return (
      <Notice
        isFlush
        isUrgent
        tone="warn"
        icon={IconGitMerge}
        title="This draft was saved elsewhere while you were typing."
      >
        <Text size="sm">
          The other text was saved {formatInstant(theirs.draft.savedAt)}. Yours is still here.
        </Text>
        <Group mt="xs" gap="xs">
          <Button onClick={() => keepMine(id)}>Keep mine</Button>
          <Button variant="default" onClick={() => takeTheirs(id)}>
            Take the other
          </Button>
        </Group>
      </Notice>
    )
  }
  // A lost connection has its banner, and saving goes on by itself.
  if (error === null || readFailure(error).code === 'offline') return null
  return <ErrorNotice error={error} />
}
