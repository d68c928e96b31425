import { Anchor, Badge, Button, Group, Table } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import type { PublishedVersion } from '#shared/contract/publishing.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tell, tellFailure } from '../../../ui/ask.tsx'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { published, refreshRemotes } from '../store.ts'

/** Every published version with the labels that point to it. */
export function Published({ remote }: { remote: string }) {
  const resource = published.use(remote)
  return (
    <Section title="Published versions">
      <State
        resource={resource}
        empty={(items) =>
          items.length === 0 && (
            <Empty
              icon={IconUpload}
              title="Nothing published yet"
              actions={
                <LinkButton href={formatRoute(['publishing', 'publish'], { remote })}>
                  Publish a version
                </LinkButton>
              }
            >
              Services get a template by its name and a label, such as production.
            </Empty>
          )
        }
      >
        {(items) => (
          <Table.ScrollContainer minWidth={640}>
            <Table aria-label="Published versions">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Template</Table.Th>
                  <Table.Th>Version</Table.Th>
                  <Table.Th>Labels</Table.Th>
                  <Table.Th>Content hash</Table.Th>
                  <Table.Th>Author, published</Table.Th>
                  <Table.Th> </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <VersionRow key={item.versionId} remote={remote} item={item} all={items} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </State>
    </Section>
  )
}

interface VersionRowProps {
  remote: string
  item: PublishedVersion
  all: readonly PublishedVersion[]
}

function VersionRow({ remote, item, all }: VersionRowProps) {
  const others = all.filter(
    (one) => one.templateName === item.templateName && one.versionId !== item.versionId,
  )
  // A label goes back to where it may have stood: what was never in production is published, not returned to.
  const isReplaced = others.some(({ labels }) => labels.includes('production'))
  const movable = others.length > 0 ? item.labels : []
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor size="sm" href={addressOf.published(item.templateName, null, remote)}>
          {item.templateName}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Anchor
          size="sm"
          aria-label={`${item.templateName} v${item.version}`}
          href={addressOf.published(item.templateName, item.version, remote)}
        >
          v{item.version}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {item.labels.map((label) => (
            <Badge key={label} variant="light" color="ink" miw="max-content">
              {label}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className="mono" title={item.contentHash}>
        {item.contentHash.slice(0, 12)}
      </Table.Td>
      <Table.Td title={formatInstant(item.publishedAt)}>
        {item.publishedBy} · {formatAgo(item.publishedAt)}
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap" justify="flex-end">
          {movable.map((label) => (
            <Button
              key={label}
              variant="default"
              aria-label={`Roll ${label} of ${item.templateName} back`}
              onClick={() => askRollBack(remote, item, label)}
            >
              Roll back{item.labels.length > 1 ? ` ${label}` : ''}
            </Button>
          ))}
          {isReplaced && (
            <Button
              variant="default"
              aria-label={`Return production of ${item.templateName} to v${item.version}`}
              onClick={() => askReturn(remote, item)}
            >
              Return to this
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

function askRollBack(remote: string, item: PublishedVersion, label: string): void {
  askOnce({
    title: `Roll ${label} of ${item.templateName} back?`,
    text: `Services that ask for ${label} get the version that stood there before v${item.version} from now on. You can publish v${item.version} again at any time.`,
    confirm: 'Roll back',
    onConfirm: () => void rollBack({ remote, templateName: item.templateName, label }),
  })
}

/** To any version: where it stood there before, it needs no new approvals. */
function askReturn(remote: string, { templateName, version }: PublishedVersion): void {
  askOnce({
    title: `Return production of ${templateName} to v${version}?`,
    text: `Services that ask for production get v${version} from now on, with the evidence it once had.`,
    confirm: 'Return to it',
    onConfirm: () =>
      void rollBack({ remote, templateName, label: 'production', toVersion: version }),
  })
}

async function rollBack(wish: Parameters<typeof rpc.publishing.rollBack>[0]): Promise<void> {
  try {
    const outcome = await rpc.publishing.rollBack(wish)
    tell(`${outcome.label} of ${wish.templateName} is v${outcome.published.version} again.`)
    refreshRemotes()
  } catch (error) {
    tellFailure(error)
  }
}
