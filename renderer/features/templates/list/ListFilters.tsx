import { Checkbox, Group, Select, SimpleGrid, Text } from '@mantine/core'
import { useShallow } from 'zustand/react/shallow'
import { templateStateSchema } from '#shared/contract/template.ts'
import { formatCount } from '../../../ui/format.ts'
import { facets, isNarrowed, setFilter, useTemplateList } from './list-store.ts'

const stateWords = { new: 'Never saved', changed: 'Changed', saved: 'Unchanged' } as const

interface Facet {
  readonly value: string
  readonly count: number
}

const options = (all: string, values: readonly Facet[], word = (value: string) => value) => [
  { value: '', label: all },
  ...values.map(({ value, count }) => ({ value, label: `${word(value)} (${formatCount(count)})` })),
]

const none: readonly Facet[] = []

/** Category, tag, label and state, each with how many templates have it. */
export function ListFilters() {
  const filter = useTemplateList(
    useShallow(({ filter: { category, tag, label, state } }) => ({ category, tag, label, state })),
  )
  const known = facets.use('all')
  const { categories, tags, labels, states } =
    known.state === 'ready'
      ? known.value
      : { categories: none, tags: none, labels: none, states: none }
  return (
    <SimpleGrid cols={2} spacing={6} verticalSpacing={6}>
      <Select
        aria-label="Category"
        searchable
        data={options('Any category', categories)}
        value={filter.category}
        onChange={(category) => setFilter({ category: category ?? '' })}
      />
      <Select
        aria-label="Tag"
        searchable
        data={options('Any tag', tags)}
        value={filter.tag}
        onChange={(tag) => setFilter({ tag: tag ?? '' })}
      />
      <Select
        aria-label="Label"
        data={options('Any label', labels)}
        value={filter.label}
        onChange={(label) => setFilter({ label: label ?? '' })}
      />
      <Select
        aria-label="State"
        data={options('Any state', states, (state) => stateWords[templateStateSchema.parse(state)])}
        value={filter.state}
        onChange={(state) => setFilter({ state: templateStateSchema.safeParse(state).data ?? '' })}
      />
    </SimpleGrid>
  )
}

/** How many there are, and the archive. Busy until what was typed last is answered. */
export function ListCount() {
  const { total, isReady, shown, isBusy, isArchived } = useTemplateList(
    useShallow(({ total, state, shown, filter }) => ({
      total,
      isReady: state === 'ready',
      shown,
      isBusy: filter !== shown,
      isArchived: filter.isArchived,
    })),
  )
  return (
    <Group justify="space-between">
      <Text
        size="xs"
        c="dimmed"
        role="status"
        aria-busy={isBusy}
        title={isArchived ? 'In the archive' : 'Without those in the archive'}
      >
        {isReady && `${formatCount(total)} ${isNarrowed(shown) ? 'found' : 'templates'}`}
      </Text>
      <Checkbox
        size="xs"
        label="Archived"
        checked={isArchived}
        onChange={(event) => setFilter({ isArchived: event.currentTarget.checked })}
      />
    </Group>
  )
}
