import { Button, Group, SegmentedControl, Table, Text, useMantineColorScheme } from '@mantine/core'
import { IconDatabaseExport } from '@tabler/icons-react'
import { useState } from 'react'
import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure } from '../../ui/ask.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { createResources } from '../../ui/resource.ts'
import { State } from '../../ui/State.tsx'
import { useDensity } from '../../ui/theme/ThemeProvider.tsx'
import { ProviderSettings } from './ProviderSettings.tsx'

const workspace = createResources(() => rpc.workspace.get())

/** Looks of this browser, model providers and data of this workspace. */
export function SettingsPage() {
  return (
    <Page header={<PageHeader title="Settings" />}>
      <Looks />
      <ProviderSettings />
      <Data />
    </Page>
  )
}

function Looks() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { density, setDensity } = useDensity()
  return (
    <Section title="Looks" hint="Kept in this browser.">
      <Group gap="xl">
        <div>
          <Text size="sm" mb={4} id="theme-label">
            Theme
          </Text>
          <SegmentedControl
            aria-labelledby="theme-label"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'As the system' },
            ]}
          />
        </div>
        <div>
          <Text size="sm" mb={4} id="density-label">
            Density
          </Text>
          <SegmentedControl
            aria-labelledby="density-label"
            value={density}
            onChange={(value) => setDensity(value as typeof density)}
            data={[
              { value: 'comfortable', label: 'Comfortable' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
        </div>
      </Group>
    </Section>
  )
}

/** Writes a consistent copy of the workspace and says where it is. */
export async function backUpNow(): Promise<void> {
  try {
    const { path, bytes } = await rpc.workspace.backUp()
    tell(`Backed up to ${path} (${formatBytes(bytes)}).`)
  } catch (error) {
    tellFailure(error)
  }
}

function Data() {
  const resource = workspace.use('current')
  const [isBusy, setBusy] = useState(false)
  const backUp = async () => {
    setBusy(true)
    await backUpNow()
    setBusy(false)
  }
  return (
    <Section
      title="Data"
      hint="One SQLite file holds the workspace. Set GALLEY_HOME to keep it elsewhere."
      actions={
        <Button
          variant="default"
          loading={isBusy}
          leftSection={<IconDatabaseExport size={14} aria-hidden />}
          onClick={backUp}
        >
          Back up now
        </Button>
      }
    >
      <State resource={resource}>
        {(value) => (
          <Table aria-label="Data of the workspace">
            <Table.Tbody>
              {[
                ['Workspace', value.name],
                ['File', value.path],
                ['Schema', `v${value.schemaVersion}`],
                ['Galley', value.galleyVersion],
              ].map(([label, fact]) => (
                <Table.Tr key={label}>
                  <Table.Th w={140}>{label}</Table.Th>
                  <Table.Td className="mono">{fact}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
    </Section>
  )
}
