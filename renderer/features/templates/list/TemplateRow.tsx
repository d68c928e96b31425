import { Badge, Group, Text } from '@mantine/core'
import type { TemplateSummary } from '#shared/contract/template.ts'

/** One line of the list: name, category, where it stands. */
export function TemplateRow({ template }: { template: TemplateSummary }) {
  const version = template.latestVersion
  return (
    <div style={{ minWidth: 0, width: '100%' }}>
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="sm" className="truncate" title={template.name}>
          {template.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {template.labels.slice(0, 1).map((label) => (
            <Badge key={`${label.remote}/${label.label}`} size="xs" variant="light" color="ink">
              {label.label}
            </Badge>
          ))}
          <Text size="xs" c="dimmed">
            {version === null ? 'draft' : `v${version}${template.isDraftChanged ? '*' : ''}`}
          </Text>
        </Group>
      </Group>
      <Text size="xs" c="dimmed" className="truncate">
        {[...new Set([template.category, ...template.tags])].filter(Boolean).join(' · ') ||
          'No category'}
      </Text>
    </div>
  )
}
