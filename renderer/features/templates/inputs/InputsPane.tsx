import { Tabs } from '@mantine/core'
import { KeptScroll } from '../../../ui/KeptScroll.tsx'
import { useKeptTab } from '../../../ui/shell/places.ts'
import { useDraftPart } from '../drafts.ts'
import { OutputSchema } from '../schema/OutputSchema.tsx'
import classes from '../tabs.module.css'
import { Tools } from '../tools/Tools.tsx'
import { SettingsForm } from './SettingsForm.tsx'
import { Variables } from './Variables.tsx'

const panels = ['variables', 'output', 'settings'] as const

/** What goes in with the sample values of the preview, what has to come out, and the model settings. */
export function InputsPane({ id }: { id: string }) {
  const count = useDraftPart(id, ({ content }) => content.variables.length)
  const [tab, setTab] = useKeptTab(`inputs/${id}`, panels)
  return (
    <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="variables">Variables ({count})</Tabs.Tab>
        <Tabs.Tab value="output">Output</Tabs.Tab>
        <Tabs.Tab value="settings">Settings</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="variables" className={classes.panel}>
        <Variables id={id} />
      </Tabs.Panel>
      <Tabs.Panel value="output" className={classes.panel}>
        <OutputSchema id={id} />
      </Tabs.Panel>
      <Tabs.Panel value="settings" className={classes.panel}>
        <KeptScroll keptAs={`settings/${id}`}>
          <SettingsForm id={id} />
          <Tools id={id} />
        </KeptScroll>
      </Tabs.Panel>
    </Tabs>
  )
}
