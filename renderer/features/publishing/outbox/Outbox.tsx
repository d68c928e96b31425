import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core'
import { IconMailForward } from '@tabler/icons-react'
import { useState } from 'react'
import type { OutboxEntry } from '#shared/contract/outbox.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tell, tellFailure } from '../../../ui/ask.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { outbox, refreshRemotes } from '../store.ts'

const deeds: Record<OutboxEntry['action'], string> = {
  publish: 'Publish',
  schedule: 'Schedule',
  propose: 'Propose',
  roll_back: 'Roll back',
}

/** What is on its way to a store (or to all); nothing at all where `isQuiet` and nothing waits. */
export function Outbox({ remote, isQuiet = false }: { remote?: string; isQuiet?: boolean }) {
  const resource = outbox.use('all')
  const ofRemote = (items: readonly OutboxEntry[]) =>
    items.filter((item) => remote === undefined || item.remote === remote)
  if (isQuiet && (resource.state !== 'ready' || ofRemote(resource.value).length === 0)) return null
  return (
    <Section
      title="Outbox"
      hint="Written down before it is sent, sent again until the store answers, done once."
    >
      <State
        resource={resource}
        empty={(items) =>
          ofRemote(items).length === 0 && (
            <Empty
              icon={IconMailForward}
              title="Nothing waits"
              actions={
                <Button
                  component="a"
                  variant="default"
                  href={formatRoute(['publishing', 'publish'])}
                >
                  Publish a version
                </Button>
              }
            >
              What you publish while a store is away waits here and is sent when it is back.
            </Empty>
          )
        }
      >
        {(items) => (
          <Table.ScrollContainer minWidth={640}>
            <Table aria-label="Outbox">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Store</Table.Th>
                  <Table.Th>
                    <Explained text="Waiting: sent again by itself. Refused: the store said no, you decide.">
                      State
                    </Explained>
                  </Table.Th>
                  <Table.Th>Next attempt</Table.Th>
                  <Table.Th> </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {ofRemote(items).map((item) => (
                  <Entry key={item.key} item={item} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </State>
    </Section>
  )
}

function Entry({ item }: { item: OutboxEntry }) {
  const [isBusy, setBusy] = useState(false)
  const what = `${deeds[item.action]} ${item.templateName} ${item.version === null ? '' : `v${item.version} `}as ${item.label}`
  const act = async (work: () => Promise<string>) => {
    setBusy(true)
    try {
      tell(await work())
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
      refreshRemotes()
    }
  }
  const retry = async () => {
    const { published } = await rpc.outbox.retry({ key: item.key })
    return `${published.templateName} v${published.version} has arrived.`
  }
  const drop = async () => {
    await rpc.outbox.drop({ key: item.key })
    return `${item.templateName} was dropped from the outbox.`
  }
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor size="sm" href={addressOf.published(item.templateName, item.version)}>
          {what}
        </Anchor>
        {item.problem !== null && (
          <Text size="sm" c="dimmed">
            {item.problem.message}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Anchor size="sm" href={addressOf.remote(item.remote)}>
          {item.remote}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Badge color="ink" variant="light">
          {item.state === 'waiting' ? `Waiting, ${item.attempts} tries` : 'Refused'}
        </Badge>
      </Table.Td>
      <Table.Td title={formatInstant(item.nextAttemptAt)}>
        {item.nextAttemptAt === null ? '–' : formatAgo(item.nextAttemptAt)}
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {item.problem?.code === 'conflict' ? (
            <Button
              component="a"
              variant="default"
              href={formatRoute(['publishing', 'publish'], {
                remote: item.remote,
                name: item.templateName,
                version: item.version ?? undefined,
              })}
            >
              Plan anew
            </Button>
          ) : (
            <Button variant="default" loading={isBusy} onClick={() => void act(retry)}>
              Send now
            </Button>
          )}
          <Button
            variant="default"
            aria-label={`Drop: ${what}`}
            onClick={() =>
              askOnce({
                title: `${what}: drop it?`,
                text: 'It will not be sent any more. What the store may have done all the same is not taken back.',
                confirm: 'Drop it',
                onConfirm: () => void act(drop),
              })
            }
          >
            Drop
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
