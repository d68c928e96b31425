import { Anchor, Group, Select } from '@mantine/core'
import { IconDatabase } from '@tabler/icons-react'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { useTitle } from '../../../ui/shell/titles.ts'
import { sharedGuardrails, sharedStores } from '../store.ts'
import { Standing } from './Standing.tsx'

const hashOf = (remote: string) => formatRoute(['guardrails', 'shared'], { remote })

/** `#/guardrails/shared?remote=NAME`: how the guardrails stand in a shared store, and what to change there. */
export function SharedPage({ route }: { route: Route }) {
  const resource = sharedStores.use('all')
  useTitle('guardrails/shared', 'Guardrails in shared stores')
  return (
    <Page header={<PageHeader title="Guardrails in shared stores" />}>
      <State
        resource={resource}
        empty={(stores) =>
          stores.length === 0 && (
            <Empty
              icon={IconDatabase}
              title="No shared store yet"
              actions={
                <LinkButton href={formatRoute(['publishing'])}>Add a shared store</LinkButton>
              }
            >
              Production services read their guardrails from a shared store.
            </Empty>
          )
        }
      >
        {(stores) => {
          const names = stores.map(({ name }) => name)
          const asked = route.query.remote ?? ''
          const remote = names.includes(asked) ? asked : (names[0] ?? '')
          return <OfStore key={remote} remote={remote} names={names} />
        }}
      </State>
    </Page>
  )
}

function OfStore({ remote, names }: { remote: string; names: readonly string[] }) {
  const resource = sharedGuardrails.use(remote)
  return (
    <Section
      title="Here and there"
      hint="Production services follow what stands in the store, from their next call on."
      actions={
        <Group gap="sm">
          <Anchor size="sm" href={addressOf.remote(remote)}>
            What is published there
          </Anchor>
          <Anchor size="sm" href={formatRoute(['analytics', remote])}>
            What they caught there
          </Anchor>
          <Select
            aria-label="Shared store"
            data={[...names]}
            value={remote}
            allowDeselect={false}
            onChange={(name) => name !== null && navigate(hashOf(name))}
          />
        </Group>
      }
    >
      <State resource={resource}>{(items) => <Standing remote={remote} items={items} />}</State>
    </Section>
  )
}
