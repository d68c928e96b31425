import { Anchor, SimpleGrid, Table, Text } from '@mantine/core'
import type { Findings as Found } from '#shared/contract/analytics.ts'
import { formatAgo, formatCount, formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { findings } from './store.ts'

/** What failed and which guardrails spoke, most frequent first. */
export function Findings({ questionKey, remote }: { questionKey: string; remote: string }) {
  const resource = findings.use(questionKey)
  return (
    <State resource={resource}>
      {({ errors, guardrails }) => (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Section title="Errors">
            {errors.length === 0 ? (
              <Text c="dimmed">Nothing failed.</Text>
            ) : (
              <Errors errors={errors} remote={remote} />
            )}
          </Section>
          <Section title="Guardrail violations">
            {guardrails.length === 0 ? (
              <Text c="dimmed">No guardrail was violated.</Text>
            ) : (
              <Violations guardrails={guardrails} />
            )}
          </Section>
        </SimpleGrid>
      )}
    </State>
  )
}

function Errors({ errors, remote }: Pick<Found, 'errors'> & { remote: string }) {
  return (
    <Table aria-label="Errors">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Message</Table.Th>
          <Table.Th>Template</Table.Th>
          <Table.Th ta="right">Times</Table.Th>
          <Table.Th>Last</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {errors.map(({ templateName, errorType, message, count, lastAt }) => (
          <Table.Tr key={`${templateName} ${errorType} ${message}`}>
            <Table.Td>
              {message || 'No message'}
              {errorType !== null && (
                <Text size="xs" c="dimmed">
                  {errorType}
                </Text>
              )}
            </Table.Td>
            <Table.Td>
              <Anchor size="sm" href={addressOf.published(templateName, null, remote)}>
                {templateName}
              </Anchor>
            </Table.Td>
            <Table.Td ta="right">{formatCount(count)}</Table.Td>
            <Table.Td title={formatInstant(lastAt)}>{formatAgo(lastAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Violations({ guardrails }: Pick<Found, 'guardrails'>) {
  return (
    <Table aria-label="Guardrail violations">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Guardrail</Table.Th>
          <Table.Th>What was done</Table.Th>
          <Table.Th ta="right">Times</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {guardrails.map(({ name, action, count }) => (
          <Table.Tr key={`${name} ${action}`}>
            <Table.Td>
              <Anchor size="sm" href={addressOf.guardrailNamed(name)}>
                {name}
              </Anchor>
            </Table.Td>
            <Table.Td>{action ?? '–'}</Table.Td>
            <Table.Td ta="right">{formatCount(count)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
