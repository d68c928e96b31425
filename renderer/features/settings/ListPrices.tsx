import { ActionIcon, Button, Group, NumberInput, TextInput, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { ListedPrice } from '#shared/contract/provider.ts'
import { rpc } from '../../rpc/page.ts'
import { tellFailure } from '../../ui/ask.tsx'
import { Section } from '../../ui/Page.tsx'
import { createResources } from '../../ui/resource.ts'
import { State } from '../../ui/State.tsx'
import { PriceTable } from './PriceTable.tsx'

const listed = createResources(() => rpc.provider.listPrices())

const change = async (work: () => Promise<unknown>) => {
  try {
    await work()
    listed.refresh('all')
  } catch (error) {
    tellFailure(error)
  }
}

/** The table of list prices that came with Galley, and what the workspace says instead. */
export function ListPrices() {
  const resource = listed.use('all')
  const [draft, setDraft] = useState<Draft>(empty)
  return (
    <Section
      title="List prices"
      hint="Came with this version of Galley, as its authors knew them on the day beside each; nobody asks the vendors since. They hold at the vendors’ own addresses, where a provider has no price of its own."
    >
      <State resource={resource}>
        {({ items }) => (
          <div style={{ maxHeight: 320, overflowY: 'auto' }}>
            <Prices items={items} onChange={setDraft} />
          </div>
        )}
      </State>
      <PriceForm draft={draft} onDraft={setDraft} />
    </Section>
  )
}

interface Draft {
  model: string
  input: number | string
  output: number | string
}
const empty: Draft = { model: '', input: '', output: '' }

interface PricesProps {
  items: readonly ListedPrice[]
  onChange: (draft: Draft) => void
}

function Prices({ items, onChange }: PricesProps) {
  const rows = items.map((price) => ({
    key: price.model,
    name: price.model,
    price,
    source: price.source === 'shipped' ? 'Galley' : 'this workspace',
    action: <PriceAction price={price} onChange={onChange} />,
  }))
  return <PriceTable label="What models cost" rows={rows} />
}

function PriceAction({ price, onChange }: { price: ListedPrice; onChange: (d: Draft) => void }) {
  const { model, inputPerMillion: input, outputPerMillion: output } = price
  const isShipped = price.source === 'shipped'
  const label = isShipped ? `Change the price of ${model}` : `Take back the price of ${model}`
  const act = () =>
    isShipped
      ? onChange({ model, input, output })
      : void change(() => rpc.provider.removePrice({ model }))
  const Icon = isShipped ? IconPencil : IconArrowBackUp
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={act}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

/** What the workspace says a model costs, from today. */
function PriceForm({ draft, onDraft }: { draft: Draft; onDraft: (draft: Draft) => void }) {
  const { model, input, output } = draft
  const isWhole = model.trim() !== '' && typeof input === 'number' && typeof output === 'number'
  const save = () => {
    if (!isWhole) return
    const asOf = new Date().toISOString().slice(0, 10)
    const price = { model: model.trim(), inputPerMillion: input, outputPerMillion: output, asOf }
    void change(() => rpc.provider.setPrice(price)).then(() => onDraft(empty))
  }
  return (
    <Group mt="sm" gap="xs" align="flex-end">
      <TextInput
        w={260}
        label="Model of any provider"
        value={model}
        onChange={(event) => onDraft({ ...draft, model: event.currentTarget.value })}
      />
      <NumberInput
        w={110}
        label="List, prompt $"
        min={0}
        decimalScale={4}
        value={input}
        onChange={(value) => onDraft({ ...draft, input: value })}
      />
      <NumberInput
        w={110}
        label="List, answer $"
        min={0}
        decimalScale={4}
        value={output}
        onChange={(value) => onDraft({ ...draft, output: value })}
      />
      <Button variant="default" disabled={!isWhole} onClick={save}>
        Set the list price
      </Button>
    </Group>
  )
}
