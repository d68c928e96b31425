import { Group, Input, SegmentedControl, Select, Text, useMantineColorScheme } from '@mantine/core'
import { formatInstant, formatShare } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { useFormatLanguage } from '../../ui/theme/format-language.ts'
import { useDensity } from '../../ui/theme/ThemeProvider.tsx'

/** Each in its own language, as people look for it. */
const languages = [
  'en-GB',
  'en-US',
  'de',
  'fr',
  'es',
  'it',
  'pt-BR',
  'nl',
  'pl',
  'ja',
  'zh-CN',
].map((tag) => ({
  value: tag,
  label: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag,
}))

/** How this browser shows Galley. */
export function Looks() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { density, setDensity } = useDensity()
  const language = useFormatLanguage((state) => state.language)
  return (
    <Section title="Looks" hint="Kept in this browser.">
      <Group gap="xl">
        <div>
          <Input.Label size="xs" labelElement="div" display="block" mb={2} id="theme-label">
            Theme
          </Input.Label>
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
          <Input.Label size="xs" labelElement="div" display="block" mb={2} id="density-label">
            Density
          </Input.Label>
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
        <Select
          w={220}
          label="Dates and numbers"
          data={[{ value: '', label: 'As the browser is set' }, ...languages]}
          value={language}
          onChange={(tag) => useFormatLanguage.setState({ language: tag ?? '' })}
        />
      </Group>
      <Text size="xs" c="dimmed" mt="xs">
        For example {formatInstant('2026-11-21T14:05:00Z')} and {formatShare(0.3904)}.
      </Text>
    </Section>
  )
}
