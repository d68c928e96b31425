import { Checkbox, Group, Select, SimpleGrid, Text } from '@mantine/core'
import { templateStateSchema } from '#shared/contract/template.ts'
import { formatCount } from '../../../ui/format.ts'
import { facets, setFilter, useTemplateList } from './list-store.ts'

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
  const filter = useTemplateList((state) => state.filter)
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

/** How many there are, and the archive. */
export function ListCount({ isFiltered }: { isFiltered: boolean }) {
  const { total, state, filter } = useTemplateList()
  return (
    <Group justify="space-between">
      <Text size="xs" c="dimmed" role="status">
        {state === 'ready' && `${formatCount(total)} ${isFiltered ? 'found' : 'templates'}`}
      </Text>
      <Checkbox
        size="xs"
        label="Archived"
        checked={filter.isArchived}
        onChange={(event) => setFilter({ isArchived: event.currentTarget.checked })}
      />
    </Group>
  )
}
