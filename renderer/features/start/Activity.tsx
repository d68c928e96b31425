import { Anchor, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { formatAgo, formatCount, formatInstant } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute } from '../../ui/shell/route.ts'
import { activity } from './overview.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** Where the objects of each noun are seen. A publish names the template that was published. */
const places: Readonly<Record<string, (object: Named) => string>> = {
  template: ({ id }) => formatRoute(['templates', id]),
  dataset: ({ id }) => formatRoute(['datasets', id]),
  run: ({ id }) => formatRoute(['runs', id]),
  experiment: ({ name }) => formatRoute(['experiments', name]),
  guardrail: ({ id }) => formatRoute(['guardrails', id]),
  gate: () => formatRoute(['runs', 'gates']),
  remote: ({ name }) => formatRoute(['publishing', name]),
  publishing: ({ name }) => formatRoute(['templates'], { name }),
  provider: () => formatRoute(['settings'], { section: 'providers' }),
  workspace: () => formatRoute(['settings']),
}

/** The sentence is the core's, which knows no reader's language: its large counts are written in it here. */
const withSeparators = (what: string): string =>
  what.replace(/\b\d{4,}(?= (?:cases|cells)\b)/gu, (count) => formatCount(Number(count)))

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
                  <Table.Td w={130} style={{ whiteSpace: 'nowrap' }} title={formatInstant(item.at)}>
                    <Text size="sm" c="dimmed">
                      {formatAgo(item.at)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <ObjectLink noun={item.noun} id={item.id} name={item.name} />
                  </Table.Td>
                  <Table.Td>{withSeparators(item.what)}</Table.Td>
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
  const place = places[noun]
  if (place === undefined) return <Text size="sm">{name}</Text>
  return (
    <Anchor size="sm" href={place({ id, name })}>
      {name}
    </Anchor>
  )
}
