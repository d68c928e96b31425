import { Modal, Table, Text } from '@mantine/core'
import { create } from 'zustand'
import { useAllCommands } from '../ui/shell/commands.ts'
import { Keys } from './Palette.tsx'

const useSheet = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

/** Shows the cheat sheet. */
export const openShortcutSheet = (): void => useSheet.setState({ isOpen: true })

/** Every shortcut that works here and now, made from the same table that runs them. */
export function ShortcutSheet() {
  const isOpen = useSheet((state) => state.isOpen)
  const commands = useAllCommands().filter((command) => command.shortcut !== undefined)
  return (
    <Modal
      opened={isOpen}
      onClose={() => useSheet.setState({ isOpen: false })}
      title="Keyboard shortcuts"
    >
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Command</Table.Th>
            <Table.Th>Keys</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {commands.map((command) => (
            <Table.Tr key={command.id}>
              <Table.Td>{command.title}</Table.Td>
              <Table.Td>
                <Keys shortcut={command.shortcut ?? ''} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="md">
        In an editor, Escape and then Tab moves on to the next control.
      </Text>
    </Modal>
  )
}
