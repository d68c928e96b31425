import { Anchor, Button, Group, Table, Text } from '@mantine/core'
import { IconPlugConnected, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Provider, ProviderTest } from '#shared/contract/provider.ts'
import { rpc } from '../../rpc/page.ts'
import { askOnce, tellFailure } from '../../ui/ask.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { formatRoute } from '../../ui/shell/route.ts'
import { AddProvider } from './AddProvider.tsx'
import { providers } from './providers.ts'

/** Model providers and whether they have their keys; the keys themselves never come back to a page. */
export function ProviderSettings() {
  const resource = providers.use('all')
  const [isAdding, setAdding] = useState(false)
  return (
    <Section
      title="Model providers"
      hint="Keys go to the secret store. Galley connects to a provider in a run, a try or a test, never by itself."
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add a provider
        </Button>
      }
    >
      <State resource={resource}>
        {(items) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              None yet. Runs can use echo and what datasets recorded.
            </Text>
          ) : (
            <ProviderTable items={items} />
          )
        }
      </State>
      <AddProvider
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onAdded={() => providers.refresh('all')}
      />
    </Section>
  )
}

function ProviderTable({ items }: { items: readonly Provider[] }) {
  return (
    <Table aria-label="Model providers">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Address</Table.Th>
          <Table.Th>Models</Table.Th>
          <Table.Th w={70}>Key</Table.Th>
          <Table.Th w={210} aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((item) => (
          <ProviderRow key={item.id} item={item} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ProviderRow({ item }: { item: Provider }) {
  const [test, setTest] = useState<ProviderTest | null>(null)
  const [isBusy, setBusy] = useState(false)
  const tryIt = async () => {
    setBusy(true)
    try {
      setTest(await rpc.provider.test({ provider: item.name }))
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{item.name}</Text>
        <Text size="xs" c="dimmed">
          {item.kind}
        </Text>
      </Table.Td>
      <Table.Td className="mono">{item.baseUrl ?? "the vendor's"}</Table.Td>
      <Table.Td>
        {item.models.map((model, at) => (
          <span key={model}>
            {at > 0 && ', '}
            <Anchor
              size="sm"
              underline="always"
              href={formatRoute(['runs'], { ofModel: `provider:${item.name}/${model}` })}
              title="Lists the runs that asked this model"
            >
              {model}
            </Anchor>
          </span>
        ))}
        {test !== null && (
          <Text size="xs" role="status">
            {test.isWorking ? `Works, ${formatDuration(test.latencyMs ?? null)}.` : test.message}{' '}
            {test.fix}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{item.hasKey ? 'kept' : 'none'}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            variant="default"
            size="xs"
            loading={isBusy}
            leftSection={<IconPlugConnected size={14} aria-hidden />}
            onClick={tryIt}
          >
            Test
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => remove(item.name)}
          >
            Remove
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function remove(provider: string): void {
  askOnce({
    title: `Remove ${provider}?`,
    text: 'Its key is forgotten. Runs keep their results, but cannot ask it again.',
    confirm: 'Remove',
    onConfirm: () =>
      void rpc.provider
        .remove({ provider })
        .then(() => providers.refresh('all'))
        .catch(tellFailure),
  })
}
