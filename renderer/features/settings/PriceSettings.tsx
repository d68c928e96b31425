import { ActionIcon, Autocomplete, Button, Group, NumberInput, Text, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Price, Provider } from '#shared/contract/provider.ts'
import { rpc } from '../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../ui/ask.tsx'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { PriceTable } from './PriceTable.tsx'
import { providers } from './providers.ts'

/** What models cost; without a price the cost of a run is "unknown", never 0. */
export function PriceSettings() {
  const resource = providers.use('all')
  return (
    <Section
      title="Prices"
      hint="US dollars for a million tokens, as you read them on the day you enter them. Runs and tries count their cost with them."
    >
      <State resource={resource}>
        {(items) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              Prices belong to the models of a provider: add one above.
            </Text>
          ) : (
            <>
              <Prices items={items} />
              <AddPrice items={items} />
            </>
          )
        }
      </State>
    </Section>
  )
}

async function setPrices(provider: string, prices: Price[]): Promise<void> {
  try {
    await rpc.provider.update({ provider, prices })
    providers.refresh('all')
  } catch (error) {
    tellFailure(error)
  }
}

function remove({ name, prices }: Provider, price: Price): void {
  const left = prices.filter(({ model }) => model !== price.model)
  void setPrices(name, left)
  tellUndo(`${price.model} has no price any more.`, () => void setPrices(name, [...left, price]))
}

function Prices({ items }: { items: readonly Provider[] }) {
  const rows = items.flatMap((provider) =>
    provider.prices.map((price) => ({
      key: `${provider.id} ${price.model}`,
      name: `${provider.name}/${price.model}`,
      price,
      action: (
        <Tooltip label={`Remove the price of ${price.model}`}>
          <ActionIcon
            aria-label={`Remove the price of ${price.model}`}
            onClick={() => remove(provider, price)}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ),
    })),
  )
  return rows.length === 0 ? null : <PriceTable label="Prices" rows={rows} />
}

/** A price for a model; one that is there is replaced. */
function AddPrice({ items }: { items: readonly Provider[] }) {
  const refs = items.flatMap(({ name, models }) => models.map((model) => `${name}/${model}`))
  const [ref, setRef] = useState('')
  const [input, setInput] = useState<number | string>('')
  const [output, setOutput] = useState<number | string>('')
  const [name = '', ...rest] = ref.split('/')
  const model = rest.join('/')
  const provider = items.find((one) => one.name === name)
  const isWhole =
    provider !== undefined &&
    model !== '' &&
    typeof input === 'number' &&
    typeof output === 'number'
  const save = () => {
    if (!isWhole) return
    const asOf = new Date().toISOString().slice(0, 10)
    const price = { model, inputPerMillion: input, outputPerMillion: output, asOf }
    const others = provider.prices.filter((one) => one.model !== model)
    void setPrices(provider.name, [...others, price])
    setRef('')
    setInput('')
    setOutput('')
  }
  return (
    <Group mt="sm" gap="xs" align="flex-end">
      <Autocomplete
        size="xs"
        w={260}
        label="Model"
        placeholder={`${items[0]?.name ?? 'provider'}/model`}
        data={refs}
        value={ref}
        onChange={setRef}
      />
      <NumberInput
        w={110}
        label="Prompt, $"
        min={0}
        decimalScale={4}
        value={input}
        onChange={setInput}
      />
      <NumberInput
        w={110}
        label="Answer, $"
        min={0}
        decimalScale={4}
        value={output}
        onChange={setOutput}
      />
      <Button variant="default" disabled={!isWhole} onClick={save}>
        Set the price
      </Button>
    </Group>
  )
}
