import { Anchor, Button, Code, Switch, Table, Text } from '@mantine/core'
import type { RecordedViolation } from '#shared/contract/guardrail.ts'
import { rpc } from '../../rpc/page.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { refreshGuardrails, violations } from './store.ts'

async function mark(id: string, isFalsePositive: boolean): Promise<void> {
  try {
    await rpc.guardrail.markViolation({ id, isFalsePositive })
    refreshGuardrails()
  } catch (error) {
    tellFailure(error)
  }
}

/** What the guardrail found in runs, masked; a person says what was none. */
export function Violations({ guardrail }: { guardrail: string }) {
  const resource = violations.use(guardrail)
  return (
    <Section title="Violations" hint="Found in runs. Only the masked span is kept.">
      <State
        resource={resource}
        empty={({ items }) =>
          items.length === 0 && (
            <Text size="sm" c="dimmed">
              None yet.
            </Text>
          )
        }
      >
        {({ items, nextCursor }) => (
          <>
            <Table.ScrollContainer minWidth={640} mah={420} scrollAreaProps={{ tabIndex: 0 }}>
              <Table aria-label="Violations" stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Found</Table.Th>
                    <Table.Th>Span</Table.Th>
                    <Table.Th>In</Table.Th>
                    <Table.Th>When</Table.Th>
                    <Table.Th>False positive</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map((item) => (
                    <Row key={item.id} item={item} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {nextCursor !== null && (
              <Button variant="default" mt="sm" onClick={() => violations.more(guardrail)}>
                Show more
              </Button>
            )}
          </>
        )}
      </State>
    </Section>
  )
}

function Row({ item }: { item: RecordedViolation }) {
  return (
    <Table.Tr>
      <Table.Td>{item.entity ?? item.type}</Table.Td>
      <Table.Td>
        <Code title={item.message}>{item.masked}</Code>
      </Table.Td>
      <Table.Td>
        <Anchor size="sm" href={addressOf.result(item.runId, item.resultId)}>
          {item.template}, case {item.ordinal}
        </Anchor>
        <Text size="xs" c="dimmed">
          {item.variable === null ? 'text' : `variable ${item.variable}`}, {item.start}–{item.end}
        </Text>
      </Table.Td>
      <Table.Td>{formatInstant(item.at)}</Table.Td>
      <Table.Td>
        <Switch
          aria-label={`Violation in case ${item.ordinal} at ${item.start} is a false positive`}
          checked={item.isFalsePositive}
          onChange={(event) => void mark(item.id, event.currentTarget.checked)}
        />
      </Table.Td>
    </Table.Tr>
  )
}
