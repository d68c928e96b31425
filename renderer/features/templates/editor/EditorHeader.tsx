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
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { useDraftPart } from '../drafts.ts'
import { freeName } from '../list/free-name.ts'
import { RelatedItems } from '../Related.tsx'
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
  const duplicate = () => act(duplicateTemplate(template))
  const archive = () => act(archiveTemplate(template, !isArchived))
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
          onClick={archive}
        >
          {isArchived ? 'Take out of the archive' : 'Archive'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const act = (work: Promise<unknown>) => void work.catch(tellFailure)

/** The copy is opened; a click takes it back, into the archive. */
async function duplicateTemplate(template: Template): Promise<void> {
  const name = await freeName(`${template.name} copy`)
  const made = await rpc.template.duplicate({ template: template.id, name })
  navigate(formatRoute(['templates', made.id]))
  tellUndo(`${name} is a copy of ${template.name}.`, () =>
    act(
      rpc.template
        .archive({ template: made.id })
        .then(() => navigate(formatRoute(['templates', template.id]))),
    ),
  )
}

/** Hides a template, or shows it again; the other way round is one click away. */
async function archiveTemplate({ id, name }: Template, isArchived: boolean): Promise<void> {
  await rpc.template.archive({ template: id, isArchived })
  tellUndo(isArchived ? `${name} is in the archive.` : `${name} is back in the list.`, () =>
    act(rpc.template.archive({ template: id, isArchived: !isArchived })),
  )
}
