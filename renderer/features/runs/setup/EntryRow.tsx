import { ActionIcon, Group, MultiSelect, Select } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { TemplateSummary } from '#shared/contract/template.ts'
import { type Entry, setEntry, useSetup } from './setup-store.ts'

interface EntryRowProps {
  entry: Entry
  place: number
  templates: readonly TemplateSummary[]
  models: readonly string[]
  canRemove: boolean
}

/** One template, its versions, the models that answer. */
export function EntryRow({ entry, place, templates, models, canRemove }: EntryRowProps) {
  const template = templates.find((one) => one.id === entry.template)
  const latest = template?.latestVersion ?? 0
  const versions = Array.from({ length: latest }, (_, index) => ({
    value: String(latest - index),
    label: `v${latest - index}`,
  }))
  const choose = (id: string | null) => {
    const next = templates.find((one) => one.id === id)
    setEntry(place, {
      template: id,
      versions: next?.latestVersion == null ? [] : [String(next.latestVersion)],
      models: entry.models.length > 0 ? entry.models : ['echo'],
    })
  }
  return (
    <Group align="flex-end" gap="sm" mb="sm">
      <Select
        label="Template"
        w={240}
        searchable
        placeholder="Choose a template"
        data={templates.map((one) => ({ value: one.id, label: one.name }))}
        limit={200}
        value={entry.template}
        onChange={choose}
      />
      <MultiSelect
        label="Versions"
        searchable
        size="xs"
        w={180}
        data={versions}
        value={[...entry.versions]}
        disabled={template === undefined}
        placeholder={entry.versions.length === 0 ? 'Choose versions' : ''}
        onChange={(next) => setEntry(place, { versions: next })}
      />
      <MultiSelect
        label="Models"
        searchable
        size="xs"
        miw="min(260px, 100%)"
        flex={1}
        data={[...new Set([...models, ...entry.models])].map((model) => ({
          value: model,
          label: model.startsWith('recorded:') ? `${model.slice(9)} (recorded)` : model,
        }))}
        value={[...entry.models]}
        placeholder={entry.models.length === 0 ? 'Choose models' : ''}
        onChange={(next) => setEntry(place, { models: next })}
      />
      {canRemove && (
        <ActionIcon
          aria-label={`Remove line ${place + 1}`}
          onClick={() =>
            useSetup.setState(({ entries }) => ({
              entries: entries.filter((_, at) => at !== place),
            }))
          }
        >
          <IconTrash size={15} aria-hidden />
        </ActionIcon>
      )}
    </Group>
  )
}
