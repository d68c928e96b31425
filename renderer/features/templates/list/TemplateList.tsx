import { ActionIcon, CloseButton, Group, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconFileText, IconPlus, IconSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Empty, Loading } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { VirtualList } from '../../../ui/VirtualList.tsx'
import { openCreateDialog } from './CreateTemplate.tsx'
import { ImportTemplates } from './ImportTemplates.tsx'
import { ListCount, ListFilters } from './ListFilters.tsx'
import { isNarrowed, loadList, noFilter, setFilter, useTemplateList } from './list-store.ts'
import { TemplateRow } from './TemplateRow.tsx'

/** The list pane: search, filters, every template. A key in the search draws the search alone. */
export function TemplateList({ route }: { route: Route }) {
  useEffect(() => {
    void loadList()
  }, [])
  useAskedFilter(route)
  return (
    <>
      <Stack gap={6} p="xs">
        <Group gap={6} wrap="nowrap">
          <SearchBox />
          <ImportTemplates />
          <Tooltip label="New template">
            <ActionIcon variant="default" aria-label="New template" onClick={openCreateDialog}>
              <IconPlus size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <ListFilters />
        <ListCount />
      </Stack>
      <ListBody selectedId={route.path[1]} />
    </>
  )
}

/** `#/templates?category=C&label=L`: a way from elsewhere narrows the list once; it is the person's again then. */
function useAskedFilter({ query: { category, tag, label } }: Route): void {
  useEffect(() => {
    if (category === undefined && tag === undefined && label === undefined) return
    const { query, state, isArchived } = noFilter
    const asked = { category: category ?? '', tag: tag ?? '', label: label ?? '' }
    setFilter({ query, state, isArchived, ...asked })
  }, [category, tag, label])
}

function SearchBox() {
  const query = useTemplateList(({ filter }) => filter.query)
  return (
    <TextInput
      flex={1}
      aria-label="Search templates"
      placeholder="Search"
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        query !== '' && (
          <CloseButton
            size="xs"
            aria-label="Clear the search"
            onClick={() => setFilter({ query: '' })}
          />
        )
      }
      value={query}
      onChange={(event) => setFilter({ query: event.currentTarget.value })}
    />
  )
}

function ListBody({ selectedId }: { selectedId: string | undefined }) {
  const { items, state, error, shown } = useTemplateList(
    useShallow(({ items, state, error, shown }) => ({ items, state, error, shown })),
  )
  if (state === 'loading') return <Loading />
  if (state === 'failed') {
    return (
      <div style={{ padding: 8 }}>
        <ErrorNotice error={error} retry={() => void loadList()} />
      </div>
    )
  }
  if (items.length === 0) {
    return isNarrowed(shown) || shown.isArchived ? (
      <Empty icon={IconSearch} title="Nothing matches">
        No template has these words in its name, text or tags, and all that is chosen above.
      </Empty>
    ) : (
      <Empty icon={IconFileText} title="No templates yet">
        Write the first one with the + above, or open the sample workspace from the start page.
      </Empty>
    )
  }
  return (
    <div style={{ flex: 1, minHeight: 0 }}>
      <VirtualList
        label="Templates"
        items={items}
        getKey={(item) => item.id}
        rowHeight={48}
        topKey={shown}
        selectedKey={selectedId}
        onSelect={(item) => navigate(formatRoute(['templates', item.id]))}
      >
        {(item) => <TemplateRow template={item} />}
      </VirtualList>
    </div>
  )
}
