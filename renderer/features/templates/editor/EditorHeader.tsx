import { ActionIcon, Badge, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconArrowsDiff,
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPlay,
  IconUpload,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import { useDraftPart } from '../drafts.ts'
import { RelatedItems } from '../Related.tsx'
import { archive, duplicate, publishIt, runOver, useTemplateCommands } from './acts.ts'
import { Details } from './Details.tsx'

interface EditorHeaderProps {
  id: string
  actions: ReactNode
}

/** Name, where the template stands, what one can do with it. */
export function EditorHeader({ id, actions }: EditorHeaderProps) {
  const template = useDraftPart(id, (draft) => draft.template)
  const [isEditing, setEditing] = useState(false)
  const version = template.latestVersion
  useTemplateCommands(template, setEditing)
  return (
    <>
      <PageHeader
        title={template.name}
        facts={
          <>
            {template.category !== '' && <Badge>{template.category}</Badge>}
            <Badge>{version === null ? 'No version yet' : `v${version}`}</Badge>
            {version !== null && template.isDraftChanged && (
              <Badge variant="outline" color="yellow" c="var(--galley-warn)">
                Draft changed
              </Badge>
            )}
            {template.archivedAt !== null && <Badge color="red">Archived</Badge>}
            {template.labels.map((label) => (
              <LinkBadge
                key={`${label.remote}/${label.label}`}
                href={formatRoute(['publishing', label.remote])}
                variant="light"
                color="ink"
              >
                {label.label}: v{label.version}
              </LinkBadge>
            ))}
          </>
        }
        actions={
          <>
            {actions}
            <TemplateMenu template={template} onEdit={() => setEditing(true)} />
          </>
        }
      />
      <Details template={template} isOpen={isEditing} onClose={() => setEditing(false)} />
    </>
  )
}

function TemplateMenu({ template, onEdit }: { template: Template; onEdit: () => void }) {
  const isArchived = template.archivedAt !== null
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="More about this template">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={onEdit}>
          Name, category, tags…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={14} aria-hidden />}
          onClick={() => duplicate(template)}
        >
          Duplicate
        </Menu.Item>
        {template.latestVersion !== null && (
          <>
            <Menu.Item
              leftSection={<IconArrowsDiff size={14} aria-hidden />}
              component="a"
              href={formatRoute(['templates', template.id, 'history'])}
            >
              Compare with v{template.latestVersion}
            </Menu.Item>
            {template.labels.map(({ remote, label, version }) => (
              <Menu.Item
                key={`${remote}/${label}`}
                leftSection={<IconArrowsDiff size={14} aria-hidden />}
                component="a"
                href={formatRoute(['templates', template.id, 'history'], {
                  from: `${remote}/${label}`,
                })}
              >
                Compare with {label} in {remote} (v{version})
              </Menu.Item>
            ))}
            <Menu.Item
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              component="a"
              href={runOver(template)}
            >
              Run over a dataset…
            </Menu.Item>
            <Menu.Item
              leftSection={<IconUpload size={14} aria-hidden />}
              component="a"
              href={publishIt(template)}
            >
              Publish…
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <RelatedItems template={template} />
        <Menu.Divider />
        <Menu.Item
          leftSection={
            isArchived ? (
              <IconArchiveOff size={14} aria-hidden />
            ) : (
              <IconArchive size={14} aria-hidden />
            )
          }
          onClick={() => archive(template, !isArchived)}
        >
          {isArchived ? 'Take out of the archive' : 'Archive'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
