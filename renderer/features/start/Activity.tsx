import { Anchor, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { formatAgo, formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute } from '../../ui/shell/route.ts'
import { activity } from './overview.ts'

const pages: Readonly<Record<string, string>> = {
  template: 'templates',
  dataset: 'datasets',
  run: 'runs',
  remote: 'publishing',
}

/** What changed lately, by whom it can be opened. */
export function Activity() {
  const resource = activity.use('latest')
  return (
    <Section title="Lately">
      <State
        resource={resource}
        empty={(items) =>
          items.length === 0 && (
            <Empty icon={IconHistory} title="Nothing yet">
              What you make and change appears here.
            </Empty>
          )
        }
      >
        {(items) => (
          <Table aria-label="What changed lately">
            <Table.Tbody>
              {items.map((item) => (
                <Table.Tr key={`${item.at} ${item.noun} ${item.id} ${item.what}`}>
                  <Table.Td w={130} title={formatInstant(item.at)}>
                    <Text size="sm" c="dimmed">
                      {formatAgo(item.at)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <ObjectLink noun={item.noun} id={item.id} name={item.name} />
                  </Table.Td>
                  <Table.Td>{item.what}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
    </Section>
  )
}

function ObjectLink({ noun, id, name }: { noun: string; id: string; name: string }) {
  const page = pages[noun]
  if (page === undefined) return <Text size="sm">{name}</Text>
  const key = noun === 'remote' ? name : id
  return (
    <Anchor size="sm" href={formatRoute([page, key])}>
      {name}
    </Anchor>
  )
}
