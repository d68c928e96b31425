import { Anchor, Button, Group, Select, Table } from '@mantine/core'
import { IconFeather } from '@tabler/icons-react'
import { useState } from 'react'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { formatBasisPoints, formatInstant } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { OnlyOf } from '../../../ui/OnlyOf.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute, type Route } from '../../../ui/shell/route.ts'
import { type Choices, canaryKey, canaryList, choices } from '../store.ts'
import { stateOf } from '../words.ts'
import { CanaryPage } from './CanaryPage.tsx'
import { StartCanary } from './StartCanary.tsx'

/** Canaries of a shared store, or one of them. */
export function Canaries({ remote, name, route }: CanariesProps) {
  const from = choices.use('all')
  const { template = null } = route.query
  if (remote !== null && name !== null) return <CanaryPage remote={remote} name={name} />
  return (
    <State resource={from}>
      {(value) => <InStores key={remote} from={value} wanted={remote} template={template} />}
    </State>
  )
}

interface CanariesProps {
  remote: string | null
  name: string | null
  route: Route
}

interface InStoresProps {
  from: Choices
  wanted: string | null
  template: string | null
}

function InStores({ from, wanted, template }: InStoresProps) {
  const names = from.remotes.map(({ name }) => name)
  const first = wanted !== null && names.includes(wanted) ? wanted : names[0]
  const [remote, setRemote] = useState(first ?? null)
  const [isStarting, setStarting] = useState(false)
  return (
    <Page
      header={
        <PageHeader
          title="Canaries"
          facts={
            template !== null && (
              <OnlyOf
                all={formatRoute(['experiments', 'canaries', ...(wanted === null ? [] : [wanted])])}
                allLabel="Show all canaries"
              >
                {`Only of ${template}`}
              </OnlyOf>
            )
          }
          actions={
            <Group gap={6}>
              <Select
                aria-label="Shared store"
                w={180}
                placeholder="No shared store"
                data={names}
                value={remote}
                onChange={setRemote}
                allowDeselect={false}
              />
              <Button disabled={remote === null} onClick={() => setStarting(true)}>
                New canary…
              </Button>
            </Group>
          }
        />
      }
    >
      {remote === null ? (
        <Empty
          icon={IconFeather}
          title="No shared store yet"
          actions={<LinkButton href={formatRoute(['publishing'])}>Add a shared store</LinkButton>}
        >
          A canary gives a new version to a few users of production first, who are served from a
          shared store.
        </Empty>
      ) : (
        <InStore remote={remote} template={template} />
      )}
      <FormDialog title="New canary" isOpen={isStarting} onClose={() => setStarting(false)}>
        {remote !== null && <StartCanary remote={remote} from={from} />}
      </FormDialog>
    </Page>
  )
}

function InStore({ remote, template }: { remote: string; template: string | null }) {
  const resource = canaryList.use(template === null ? remote : canaryKey(remote, template))
  return (
    <Section
      title={`In ${remote}`}
      hint="Newest first."
      actions={
        <Anchor size="sm" href={addressOf.remote(remote)}>
          What is published there
        </Anchor>
      }
    >
      <State
        resource={resource}
        empty={(items) =>
          items.length === 0 && (
            <Empty
              icon={IconFeather}
              title={template === null ? 'No canary yet' : 'No canary of it'}
            >
              A canary gives a new version to more and more users, and takes it back by itself where
              it does harm.
            </Empty>
          )
        }
      >
        {(items) => (
          <Table aria-label="Canaries">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Versions</Table.Th>
                <Table.Th ta="right">Coverage</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>Started</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={item.id}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      href={formatRoute(['experiments', 'canaries', remote, item.name])}
                    >
                      {item.name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>
                    {item.templateName}{' '}
                    {[item.controlVersion, item.canaryVersion].map((version, at) => (
                      <span key={version}>
                        {at > 0 && ' → '}
                        <Anchor
                          size="sm"
                          underline="always"
                          href={addressOf.published(item.templateName, version, remote)}
                        >
                          v{version}
                        </Anchor>
                      </span>
                    ))}
                  </Table.Td>
                  <Table.Td ta="right">{formatBasisPoints(item.coverageBp)}</Table.Td>
                  <Table.Td>{stateOf(item)}</Table.Td>
                  <Table.Td>{formatInstant(item.startedAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
    </Section>
  )
}
