import { ActionIcon, Anchor, Badge, Button, Group, Table, Text, Tooltip } from '@mantine/core'
import { IconFolderOpen, IconFolderPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { KnownWorkspace } from '#shared/contract/workspace-shelf.ts'
import { workspaceAddress } from '../../rpc/workspace.ts'
import { formatAgo, formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { type FolderDeed, FolderDialog } from './FolderDialog.tsx'
import { forget, switchTo, workspaces } from './workspaces.ts'

/** The workspace picker: those of this host, and the ways to another one. */
export function Workspaces() {
  const resource = workspaces.use('all')
  const [deed, setDeed] = useState<FolderDeed | null>(null)
  return (
    <Section
      title="Workspaces"
      hint="Runs of one go on while you look at another."
      actions={
        <Group gap={6} wrap="nowrap">
          <Button
            variant="default"
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            onClick={() => setDeed('create')}
          >
            New
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={14} aria-hidden />}
            onClick={() => setDeed('open')}
          >
            Open a folder
          </Button>
        </Group>
      }
    >
      <State resource={resource}>
        {(items) => (
          <Table aria-label="Workspaces">
            <Table.Tbody>
              {items.map((item) => (
                <WorkspaceRow key={item.id} item={item} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
      <FolderDialog deed={deed} onClose={() => setDeed(null)} />
    </Section>
  )
}

function WorkspaceRow({ item }: { item: KnownWorkspace }) {
  const { name, folder, openedAt, isCurrent, isMissing, isOpen } = item
  return (
    <Table.Tr>
      <Table.Td maw={0} w="100%">
        <Group gap={6} wrap="nowrap">
          {isCurrent || isMissing ? (
            <Text size="sm" fw={isCurrent ? 600 : 400} className="truncate">
              {name}
            </Text>
          ) : (
            <Anchor
              size="sm"
              className="truncate"
              href={workspaceAddress(item.id)}
              onClick={(event) => {
                // With a modifier it is a link like any other: a tab or window of its own.
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                void switchTo(item)
              }}
            >
              {name}
            </Anchor>
          )}
          <WorkspaceState item={item} />
        </Group>
        <Text size="xs" c="dimmed" className="truncate mono" title={folder}>
          {folder}
        </Text>
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        <Text size="xs" c="dimmed" title={formatInstant(openedAt)}>
          {openedAt !== null && formatAgo(openedAt)}
        </Text>
      </Table.Td>
      <Table.Td w={34}>
        {!isOpen && (
          <Tooltip label="Take it off this list; its folder stays">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Forget ${name}`}
              onClick={() => void forget(item)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function WorkspaceState({ item }: { item: KnownWorkspace }) {
  if (item.isCurrent) return <Badge variant="light">This one</Badge>
  if (item.isMissing) {
    return (
      <Tooltip label="Its folder is not there: moved, or on a disk that is away.">
        <Badge variant="light" color="yellow">
          Not found
        </Badge>
      </Tooltip>
    )
  }
  if (item.hasRunsGoing) {
    return (
      <Badge variant="light" color="blue">
        Running
      </Badge>
    )
  }
  return null
}
