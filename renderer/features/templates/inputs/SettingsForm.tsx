import { NumberInput, Select, SimpleGrid, TagsInput, TextInput } from '@mantine/core'
import type { Content } from '#shared/contract/template.ts'
import { editContent, useDraft } from '../drafts.ts'

type Settings = Content['modelSettings']

/** How the template is read and which settings its model calls get; all part of a version. */
export function SettingsForm({ id }: { id: string }) {
  const { content } = useDraft(id)
  const settings = content.modelSettings
  const set = <Key extends keyof Settings>(key: Key, value: Settings[Key] | undefined) =>
    editContent(id, (now) => {
      const { [key]: _, ...rest } = now.modelSettings
      return {
        ...now,
        modelSettings: value === undefined ? (rest as Settings) : { ...rest, [key]: value },
      }
    })
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined)
  return (
    <SimpleGrid cols={2} p="sm" spacing="sm">
      <Select
        label="Dialect"
        data={[
          { value: 'jinja2', label: 'Jinja2' },
          { value: 'nunjucks', label: 'nunjucks' },
        ]}
        value={content.dialect}
        onChange={(value) =>
          editContent(id, (now) => ({ ...now, dialect: value === 'nunjucks' ? value : 'jinja2' }))
        }
      />
      <Select
        label="A missing value"
        data={[
          { value: 'strict', label: 'is an error' },
          { value: 'lenient', label: 'is empty text' },
        ]}
        value={content.undefinedPolicy}
        onChange={(value) =>
          editContent(id, (now) => ({
            ...now,
            undefinedPolicy: value === 'lenient' ? value : 'strict',
          }))
        }
      />
      <TextInput
        label="Model"
        placeholder="the caller’s choice"
        value={settings.model ?? ''}
        onChange={(event) => set('model', event.currentTarget.value || undefined)}
      />
      <NumberInput
        label="Temperature"
        placeholder="default"
        min={0}
        max={2}
        step={0.1}
        value={settings.temperature ?? ''}
        onChange={(value) => set('temperature', number(value))}
      />
      <NumberInput
        label="Longest output (tokens)"
        placeholder="default"
        min={1}
        allowDecimal={false}
        value={settings.maxOutputTokens ?? ''}
        onChange={(value) => set('maxOutputTokens', number(value))}
      />
      <NumberInput
        label="Top P"
        placeholder="default"
        min={0}
        max={1}
        step={0.05}
        value={settings.topP ?? ''}
        onChange={(value) => set('topP', number(value))}
      />
      <NumberInput
        label="Seed"
        placeholder="none"
        allowDecimal={false}
        value={settings.seed ?? ''}
        onChange={(value) => set('seed', number(value))}
      />
      <TagsInput
        label="Stop at"
        placeholder={settings.stopSequences === undefined ? 'nothing' : ''}
        maxTags={16}
        value={settings.stopSequences ?? []}
        onChange={(texts) => set('stopSequences', texts.length === 0 ? undefined : texts)}
      />
    </SimpleGrid>
  )
}
