import { Button, Popover, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconListSearch, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Case } from '#shared/contract/dataset/dataset.ts'
import { Empty, State } from '../../../ui/State.tsx'
import { VirtualList } from '../../../ui/VirtualList.tsx'
import { caseChoices, casesKey } from './datasets.ts'
import classes from './InputsPane.module.css'

interface CaseSearchProps {
  dataset: string
  /** 0 for none. */
  ordinal: number
  onChoose: (ordinal: number) => void
}

/** A case found by its words. Arrow keys walk the list, and the preview walks along. */
export function CaseSearch(props: CaseSearchProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      width={420}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconListSearch size={14} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          Find
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Find a case">
        <Search {...props} />
      </Popover.Dropdown>
    </Popover>
  )
}

function Search({ dataset, ordinal, onChoose }: CaseSearchProps) {
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query, 150)
  const key = casesKey(dataset, asked)
  const found = caseChoices.use(key)
  return (
    <div className={classes.search}>
      <TextInput
        m={8}
        data-autofocus
        aria-label={`Search the cases of ${dataset}`}
        placeholder="Words in inputs, expected value or tags"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <div className={classes.found}>
        <State
          resource={found}
          empty={({ items }) =>
            items.length === 0 && (
              <Empty icon={IconSearch} title="Nothing matches">
                No case has these words in its inputs, expected value or tags.
              </Empty>
            )
          }
        >
          {({ items }) => (
            <VirtualList
              label={`Cases of ${dataset}`}
              items={items}
              getKey={(one) => String(one.ordinal)}
              rowHeight={32}
              selectedKey={String(ordinal)}
              onSelect={(one) => onChoose(one.ordinal)}
              onEndReached={() => caseChoices.more(key)}
            >
              {(one) => <CaseRow value={one} />}
            </VirtualList>
          )}
        </State>
      </div>
    </div>
  )
}

function CaseRow({ value: { ordinal, inputs } }: { value: Case }) {
  const text = Object.values(inputs)
    .map((input) => (typeof input === 'string' ? input : JSON.stringify(input)))
    .join(' · ')
  return (
    <div className={`${classes.choice} truncate`} title={text.slice(0, 500)}>
      <span className={classes.ordinal}>{ordinal}</span> {text.slice(0, 200)}
    </div>
  )
}
