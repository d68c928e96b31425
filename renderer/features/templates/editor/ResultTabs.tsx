import { Tabs } from '@mantine/core'
import { useKeptTab } from '../../../ui/shell/places.ts'
import { PreviewPane } from '../preview/PreviewPane.tsx'
import classes from '../tabs.module.css'
import { TryPane } from '../try/TryPane.tsx'
import { keptTries, type OpenTry, useOpenTries } from '../try/tries.ts'

const nothing: readonly OpenTry[] = []

const panels = ['preview', 'try'] as const

/** What the text becomes: the prompt as a model would read it, and what models answered. */
export function ResultTabs({ id }: { id: string }) {
  const open = useOpenTries(({ byTemplate }) => byTemplate[id] ?? nothing).length
  const kept = keptTries.use(id)
  const count = open + (kept.state === 'ready' ? kept.value.length : 0)
  const [tab, setTab] = useKeptTab(`result/${id}`, panels)
  return (
    <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="preview">Preview</Tabs.Tab>
        <Tabs.Tab value="try">Try it{count > 0 && ` (${count})`}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="preview" className={classes.panel}>
        <PreviewPane id={id} />
      </Tabs.Panel>
      <Tabs.Panel value="try" className={classes.panel}>
        <TryPane id={id} />
      </Tabs.Panel>
    </Tabs>
  )
}
