import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Price } from '#shared/contract/provider.ts'
import { Explained } from '../../ui/Explained.tsx'
import { formatDate, formatPrice } from '../../ui/format.ts'

export interface PriceRow {
  key: string
  name: string
  price: Price
  /** Whose price it is, where the table tells. */
  source?: string
  /** What can be done with it. */
  action: ReactNode
}

interface PriceTableProps {
  label: string
  rows: readonly PriceRow[]
}

/** Prices of models in US dollars for a million tokens, each as of its day. */
export function PriceTable({ label, rows }: PriceTableProps) {
  const hasSource = rows.some(({ source }) => source !== undefined)
  return (
    <Table aria-label={label} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Model</Table.Th>
          <Table.Th ta="right">
            <Explained text="US dollars for a million tokens of prompts.">Prompt</Explained>
          </Table.Th>
          <Table.Th ta="right">
            <Explained text="US dollars for a million tokens of answers.">Answer</Explained>
          </Table.Th>
          <Table.Th>As of</Table.Th>
          {hasSource && <Table.Th>Source</Table.Th>}
          <Table.Th w={50} aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ key, name, price, source, action }) => (
          <Table.Tr key={key}>
            <Table.Td className="mono">{name}</Table.Td>
            <Table.Td ta="right">{formatPrice(price.inputPerMillion)}</Table.Td>
            <Table.Td ta="right">{formatPrice(price.outputPerMillion)}</Table.Td>
            <Table.Td>{formatDate(price.asOf)}</Table.Td>
            {hasSource && <Table.Td>{source}</Table.Td>}
            <Table.Td>{action}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
