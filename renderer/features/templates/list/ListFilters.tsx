import { Group, Select } from '@mantine/core'
import { setFilter, useTemplateList } from './list-store.ts'

/** Category and tag, out of all that were seen. */
export function ListFilters() {
  const { filter, categories, tags } = useTemplateList()
  const options = (all: string, values: readonly string[]) => [
    { value: '', label: all },
    ...values.map((value) => ({ value, label: value })),
  ]
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        flex={1}
        aria-label="Category"
        data={options('All categories', categories)}
        value={filter.category}
        onChange={(category) => setFilter({ category: category ?? '' })}
      />
      <Select
        flex={1}
        aria-label="Tag"
        data={options('All tags', tags)}
        value={filter.tag}
        onChange={(tag) => setFilter({ tag: tag ?? '' })}
      />
    </Group>
  )
}
