import { Anchor, Button, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import type { AuditEntry } from '#shared/contract/publishing.ts'
import { formatInstant } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { audit } from '../store.ts'

const print = (value: unknown) =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2)

const versionOf = (told: unknown): string | null =>
  typeof told === 'object' && told !== null && 'version' in told && told.version !== null
    ? `v${told.version}`
    : null

/** From which version to which; the row's hint has all there is. */
function moveOf({ before, after }: AuditEntry): string {
  const [from, to] = [versionOf(before), versionOf(after)]
  return from === null && to === null ? '' : `${from ?? '–'} → ${to ?? '–'}`
}

/** Who did what, newest first. The store keeps it append-only. */
export function Audit({ remote }: { remote: string }) {
  const resource = audit.use(remote)
  return (
    <Section title="Audit trail">
      <State
        resource={resource}
        empty={({ items }) =>
          items.length === 0 && (
            <Empty icon={IconHistory} title="Nothing happened yet">
              Every publish, label move and roll back is written here and stays.
            </Empty>
          )
        }
      >
        {({ items, nextCursor }) => (
          <>
            <Table aria-label="Audit trail">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Template</Table.Th>
                  <Table.Th>Before → after</Table.Th>
                  <Table.Th>Reason</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((entry) => (
                  <Table.Tr
                    key={entry.id}
                    title={`before: ${print(entry.before)}\nafter: ${print(entry.after)}`}
                  >
                    <Table.Td>{formatInstant(entry.at)}</Table.Td>
                    <Table.Td title={`Login ${entry.databaseUser}`}>{entry.actor}</Table.Td>
                    <Table.Td>
                      {entry.action.replaceAll(/[._]/g, ' ')}
                      {entry.label !== null && (
                        <Text span c="dimmed" size="sm">
                          {' '}
                          {entry.label}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      {entry.templateName === null ? (
                        '–'
                      ) : (
                        <Anchor
                          size="sm"
                          href={addressOf.published(entry.templateName, null, remote)}
                        >
                          {entry.templateName}
                        </Anchor>
                      )}
                    </Table.Td>
                    <Table.Td>{moveOf(entry)}</Table.Td>
                    <Table.Td>{entry.reason}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {nextCursor !== null && (
              <Button mt="sm" variant="default" onClick={() => audit.more(remote)}>
                Older entries
              </Button>
            )}
          </>
        )}
      </State>
    </Section>
  )
}
