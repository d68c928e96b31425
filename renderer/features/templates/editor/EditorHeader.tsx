import { ActionIcon, Badge, Menu } from '@mantine/core'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPlay,
  IconUpload,
} from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { useDraftPart } from '../drafts.ts'
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
              <Badge
                key={`${label.remote}/${label.label}`}
                component="a"
                href={formatRoute(['publishing', label.remote])}
                style={{ cursor: 'pointer' }}
                variant="light"
                color="ink"
              >
                {label.label}: v{label.version}
              </Badge>
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
  const duplicate = () => act(duplicateTemplate(template))
  const archive = () =>
    act(
      rpc.template.archive({ template: template.id, isArchived: !isArchived }).then(() => {
        tell(isArchived ? 'The template is back in the list.' : 'Archived; nothing is deleted.')
      }),
    )
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
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={duplicate}>
          Duplicate
        </Menu.Item>
        {template.latestVersion !== null && (
          <>
            <Menu.Item
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              component="a"
              href={formatRoute(['runs', 'new'], { template: template.id })}
            >
              Run over a dataset…
            </Menu.Item>
            <Menu.Item
              leftSection={<IconUpload size={14} aria-hidden />}
              component="a"
              href={formatRoute(['publishing', 'publish'], { template: template.id })}
            >
              Publish…
            </Menu.Item>
          </>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={
            isArchived ? (
              <IconArchiveOff size={14} aria-hidden />
            ) : (
              <IconArchive size={14} aria-hidden />
            )
          }
          onClick={archive}
        >
          {isArchived ? 'Take out of the archive' : 'Archive'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const act = (work: Promise<unknown>) => void work.catch(tellFailure)

/** "Name copy", "Name copy 2", … : the first that is free. */
async function duplicateTemplate(template: Template): Promise<void> {
  const { items } = await rpc.template.list({ query: template.name, limit: 1000 })
  const taken = new Set(items.map((item) => item.name))
  const names = Array.from({ length: 1000 }, (_, place) =>
    place === 0 ? `${template.name} copy` : `${template.name} copy ${place + 1}`,
  )
  const name = names.find((candidate) => !taken.has(candidate)) ?? `${template.name} copy`
  const made = await rpc.template.duplicate({ template: template.id, name })
  navigate(formatRoute(['templates', made.id]))
}
