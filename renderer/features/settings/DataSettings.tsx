import { Button, Group, Table, Text } from '@mantine/core'
import { IconDatabaseExport, IconFolderSymlink, IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import type { Backup } from '#shared/contract/workspace.ts'
import { rpc } from '../../rpc/page.ts'
import { askOnce, tellFailure, tellUndo } from '../../ui/ask.tsx'
import { formatBytes, formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { refreshEverything } from '../../ui/resource.ts'
import { State } from '../../ui/State.tsx'
import { backUpNow } from './back-up.ts'
import { CopyDialog } from './CopyDialog.tsx'
import { backups, workspace } from './workspace.ts'

/** Where the workspace lies, its copies, and the way back to each of them. */
export function DataSettings() {
  const resource = workspace.use('current')
  const [isBusy, setBusy] = useState(false)
  const [isCopying, setCopying] = useState(false)
  const backUp = async () => {
    setBusy(true)
    await backUpNow()
    setBusy(false)
  }
  return (
    <Section
      title="Data"
      hint="One SQLite file holds the workspace. To move it, copy it to another folder and go on there."
      actions={
        <Group gap={6}>
          <Button
            variant="default"
            leftSection={<IconFolderSymlink size={14} aria-hidden />}
            onClick={() => setCopying(true)}
          >
            Copy to another folder
          </Button>
          <Button
            variant="default"
            loading={isBusy}
            leftSection={<IconDatabaseExport size={14} aria-hidden />}
            onClick={backUp}
          >
            Back up now
          </Button>
        </Group>
      }
    >
      <State resource={resource}>
        {(value) => (
          <Table aria-label="Data of the workspace">
            <Table.Tbody>
              {[
                ['Workspace', value.name],
                ['File', value.path],
                ['Schema', `v${value.schemaVersion}`],
              ].map(([label, fact]) => (
                <Table.Tr key={label}>
                  <Table.Th w={140}>{label}</Table.Th>
                  <Table.Td className="mono">{fact}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
      <Backups />
      <CopyDialog isOpen={isCopying} onClose={() => setCopying(false)} />
    </Section>
  )
}

function Backups() {
  const resource = backups.use('all')
  return (
    <State
      resource={resource}
      empty={(items) =>
        items.length === 0 && (
          <Text size="sm" c="dimmed" mt="sm">
            No backups yet. One is made by itself before every migration.
          </Text>
        )
      }
    >
      {(items) => (
        <Table aria-label="Backups" mt="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={180}>Backup of</Table.Th>
              <Table.Th>File in “backups”</Table.Th>
              <Table.Th w={90} ta="right">
                Size
              </Table.Th>
              <Table.Th w={120} aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.slice(0, 20).map((backup) => (
              <BackupRow key={backup.name} backup={backup} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </State>
  )
}

function BackupRow({ backup }: { backup: Backup }) {
  const at = formatInstant(backup.createdAt)
  return (
    <Table.Tr>
      <Table.Td>{at}</Table.Td>
      <Table.Td className="mono">{backup.name}</Table.Td>
      <Table.Td ta="right">{formatBytes(backup.bytes)}</Table.Td>
      <Table.Td>
        <Group justify="flex-end">
          <Button
            variant="default"
            aria-label={`Restore the backup of ${at}`}
            leftSection={<IconRestore size={14} aria-hidden />}
            onClick={() =>
              askOnce({
                title: 'Restore this backup?',
                text: `The workspace becomes what it was on ${at}. What it holds now is backed up first.`,
                confirm: 'Restore',
                onConfirm: () => void restore(backup.name),
              })
            }
          >
            Restore
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

/** Everything on screen is asked for again: nothing of it needs to be true any more. */
async function restore(backup: string): Promise<void> {
  try {
    const { replaced } = await rpc.workspace.restore({ backup })
    refreshEverything()
    tellUndo('The backup was restored.', () => void restore(replaced.name))
  } catch (error) {
    tellFailure(error)
  }
}
