import { HoverCard, Table, Text, UnstyledButton } from '@mantine/core'
import { memo } from 'react'
import type { Rendered } from '#shared/contract/render.ts'
import { formatCost, formatCounted } from '../../../ui/format.ts'
import { modelPrices, type PricedModel } from './prices.ts'
import { useTokenCount } from './use-token-count.ts'

/** Roles and borders of messages cost tokens too: about so many each in the formats of chat models. */
const PER_MESSAGE = 4

const textOf = (rendered: Rendered) =>
  rendered.kind === 'text'
    ? rendered.text
    : rendered.messages.map(({ content }) => content).join('\n')

const framesOf = (rendered: Rendered) =>
  rendered.kind === 'text' ? PER_MESSAGE : PER_MESSAGE * rendered.messages.length

/** The tokens of the prompt on screen; on hover what sending it costs at each model. */
export function TokenCount({ rendered }: { rendered: Rendered }) {
  const counted = useTokenCount(textOf(rendered))
  return counted === null ? null : <Tokens tokens={counted + framesOf(rendered)} />
}

/** Drawn again only when the number changes. */
const Tokens = memo(function Tokens({ tokens }: { tokens: number }) {
  const prices = modelPrices.use('all')
  return (
    <HoverCard width={420} shadow="md" openDelay={200} withinPortal>
      <HoverCard.Target>
        <UnstyledButton fz="xs" c="dimmed" style={{ cursor: 'help' }}>
          ≈ {formatCounted(tokens, 'token')}
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm">
          Counted with the vocabulary of GPT-4o and later, and {PER_MESSAGE} for each message.
          Models marked ≈ have their own vocabulary: for them it is an estimate.
        </Text>
        {prices.state === 'ready' && <Costs tokens={tokens} models={prices.value} />}
      </HoverCard.Dropdown>
    </HoverCard>
  )
})

/** Models that read the counted vocabulary itself. */
const isExact = (model: string) => /^(gpt-(4o|4\.1|5|oss)|o[1-9]|chatgpt)/.test(model)

function Costs({ tokens, models }: { tokens: number; models: readonly PricedModel[] }) {
  if (models.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="xs">
        No model is known yet: providers and prices are in the settings.
      </Text>
    )
  }
  return (
    <Table mt="xs" aria-label="Cost of sending this prompt">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Model</Table.Th>
          <Table.Th ta="right">1 call</Table.Th>
          <Table.Th ta="right">1,000 calls</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {models.slice(0, 12).map(({ name, model, price }) => {
          const cost = price && (tokens * price.inputPerMillion) / 1e6
          const title = price ? `Price of ${price.asOf}; without the answer` : 'No price is known'
          return (
            <Table.Tr key={name} title={title}>
              <Table.Td>
                {isExact(model) ? '' : '≈ '}
                {name}
              </Table.Td>
              <Table.Td ta="right">{cost === null ? 'unknown' : formatCost(cost)}</Table.Td>
              <Table.Td ta="right">{cost === null ? 'unknown' : formatCost(cost * 1000)}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
