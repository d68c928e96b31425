import { Table, Text } from '@mantine/core'
import type { GuardrailTest } from '#shared/contract/guardrail.ts'

/** Whether a change alters any verdict on samples or recent violations. */
export const altersVerdicts = ({ newlyCaught, newlyMissed }: GuardrailTest): boolean =>
  newlyCaught.length + newlyMissed.length > 0

/** What saving would change, on the samples and on what was found before. */
export function Effect({ result }: { result: GuardrailTest }) {
  const { agreement, newlyCaught, newlyMissed, recent } = result
  const rows = [
    ...newlyCaught.map((one) => ({ ...one, change: 'newly caught' })),
    ...newlyMissed.map((one) => ({ ...one, change: 'newly missed' })),
  ]
  return (
    <div role="status">
      <Text size="sm">
        {agreement.after} of {agreement.of} as expected; as stored it is {agreement.before}.{' '}
        {recent.tried} texts of recent violations were tried
        {recent.gone > 0 && `; ${recent.gone} are kept nowhere and could not be`}.
      </Text>
      {rows.length > 0 && (
        <Table aria-label="What saving would change" mt="xs">
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={`${row.source} ${row.id}`}>
                <Table.Td w={120}>{row.change}</Table.Td>
                <Table.Td w={120}>
                  {row.source === 'sample' ? 'sample' : 'earlier violation'}
                </Table.Td>
                <Table.Td>{row.text}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
