import { Select, Switch, Table, Text } from '@mantine/core'
import { type GuardrailView, guardrailActionSchema } from '#shared/contract/guardrail.ts'
import { rpc } from '../../rpc/page.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { Section } from '../../ui/Page.tsx'
import { createResources } from '../../ui/resource.ts'
import { State } from '../../ui/State.tsx'

export const guardrails = createResources(async () => (await rpc.guardrail.list()).items)

async function change(
  name: string,
  next: { isEnabled?: boolean; action?: GuardrailView['action'] },
): Promise<void> {
  try {
    await rpc.guardrail.update({ name, ...next })
    guardrails.refresh('all')
  } catch (error) {
    tellFailure(error)
  }
}

/** Which guardrails judge previews, runs and production, and what each does. */
export function GuardrailSettings() {
  const resource = guardrails.use('all')
  return (
    <Section
      title="Guardrails"
      hint="They judge what variables bring into a prompt: in the preview, in runs and in production."
    >
      <State resource={resource}>
        {(items) => (
          <Table aria-label="Guardrails">
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={90}>On</Table.Th>
                <Table.Th>Guardrail</Table.Th>
                <Table.Th w={110}>Severity</Table.Th>
                <Table.Th w={140}>Action</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <GuardrailRow key={item.id} item={item} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
    </Section>
  )
}

function GuardrailRow({ item }: { item: GuardrailView }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Switch
          aria-label={`${item.name} is on`}
          checked={item.isEnabled}
          onChange={(event) => void change(item.name, { isEnabled: event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{item.name}</Text>
        <Text size="xs" c="dimmed">
          {item.description}
        </Text>
      </Table.Td>
      <Table.Td>{item.severity}</Table.Td>
      <Table.Td>
        <Select
          aria-label={`Action of ${item.name}`}
          data={[...guardrailActionSchema.options]}
          value={item.action}
          onChange={(action) => {
            const known = guardrailActionSchema.safeParse(action)
            if (known.success) void change(item.name, { action: known.data })
          }}
        />
      </Table.Td>
    </Table.Tr>
  )
}
