import { Modal, SimpleGrid, Table, Text, Title } from '@mantine/core'
import { create } from 'zustand'
import { type CommandInfo, useAllCommands } from '../ui/shell/commands.ts'
import { useRoute } from '../ui/shell/route.ts'
import { featureOf, features } from './features.ts'
import { Keys } from './Palette.tsx'

const useSheet = create<{ isOpen: boolean }>(() => ({ isOpen: false }))

/** Shows the cheat sheet. */
export const openShortcutSheet = (): void => useSheet.setState({ isOpen: true })

/** Every command of every page with its keys, from the same tables that run them; those of this page first. */
export function ShortcutSheet() {
  const isOpen = useSheet((state) => state.isOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => useSheet.setState({ isOpen: false })}
      title="Keyboard shortcuts"
      size={940}
      transitionProps={{ duration: 0 }}
    >
      <Groups />
      <Text size="sm" c="dimmed" mt="md">
        Commands without keys, too, are in the palette. In an editor, Escape and then Tab moves on
        to the next control.
      </Text>
    </Modal>
  )
}

const ofPages = features.flatMap(({ pageCommands = [] }) => pageCommands)

/** By group; first those that the page shown gives, then those of its part of Galley, “Go to” last. */
function useGroups(): readonly (readonly [string, readonly CommandInfo[]])[] {
  const now = useAllCommands()
  const feature = featureOf(useRoute().path)
  const byId = new Map([...ofPages, ...now].map((command) => [command.id, command] as const))
  const groups = Map.groupBy(byId.values(), ({ group }) => group)
  const ofThisPage = new Set((feature.pageCommands ?? []).map(({ id }) => id))
  const isShown = now.some(({ id }) => ofThisPage.has(id))
  const ofPage = new Set(isShown ? feature.pageCommands?.map(({ group }) => group) : [])
  const rank = (group: string) => {
    if (ofPage.has(group)) return 0
    if (feature.commands?.some((command) => command.group === group)) return 1
    return group === 'Go to' ? 3 : 2
  }
  return [...groups].toSorted(([one], [other]) => rank(one) - rank(other))
}

function Groups() {
  const groups = useGroups()
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="md">
      {groups.map(([group, commands]) => (
        <section key={group} aria-label={group}>
          <Title order={3}>{group}</Title>
          <Table verticalSpacing={3} aria-label={group}>
            <Table.Tbody>
              {commands.map(({ id, title, shortcut }) => (
                <Table.Tr key={id}>
                  <Table.Td>{title}</Table.Td>
                  <Table.Td w="1%">
                    {shortcut !== undefined && <Keys shortcut={shortcut} />}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      ))}
    </SimpleGrid>
  )
}
