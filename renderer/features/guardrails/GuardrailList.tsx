import { IconPlus, IconShield } from '@tabler/icons-react'
import type { GuardrailView, PulledGuardrail } from '#shared/contract/guardrail.ts'
import { formatCount, formatInstant } from '../../ui/format.ts'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { OnlyOf } from '../../ui/OnlyOf.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { guardrailList, pulledGuardrails } from './store.ts'

interface Entry {
  key: string
  name: string
  detail: string
  hint?: string
  href: string
}

const ownEntry = (
  { id, name, isEnabled, action, rule, counters }: GuardrailView,
  template: string | undefined,
): Entry => ({
  key: id,
  name,
  detail: `${isEnabled ? action : 'off'} · ${rule.type} · ${formatCount(counters.violations)} found`,
  // The list stays as it was narrowed.
  href: formatRoute(['guardrails', id], { template }),
})

/** One that a colleague has put into a shared store: it judges nothing here. */
const pulledEntry = ({ remote, name, types, seenAt }: PulledGuardrail): Entry => ({
  key: `${remote}/${name}`,
  name,
  detail: `only in ${remote} · ${types.join(', ')}`,
  hint: `Pulled ${formatInstant(seenAt)}. It judges nothing in this workspace until it is taken over.`,
  href: formatRoute(['guardrails', 'shared'], { remote }),
})

export function GuardrailList({ route }: { route: Route }) {
  const { template } = route.query
  const resource = guardrailList.use(template ?? 'all')
  const pulled = pulledGuardrails.use('all')
  // They are an addition: while they are on their way, or cannot be had, the workspace's own are shown.
  // They judge nothing here, so they hold for no template either.
  const others = pulled.state === 'ready' && template === undefined ? pulled.value : []
  return (
    <ListPane
      title="Guardrails"
      action={{
        label: 'New guardrail',
        icon: IconPlus,
        href: formatRoute(['guardrails', 'new']),
      }}
      resource={resource}
      filter={
        template !== undefined && (
          <OnlyOf all={formatRoute(['guardrails'])} allLabel="Show all guardrails">
            {`Only of ${template}`}
          </OnlyOf>
        )
      }
      empty={(items) =>
        items.length + others.length === 0 && (
          <Empty
            icon={IconShield}
            title={template === undefined ? 'No guardrails yet' : 'None holds for it'}
          >
            A guardrail judges what goes into a prompt and what comes out.
          </Empty>
        )
      }
    >
      {(items) => (
        <VirtualList
          label="Guardrails"
          items={[...items.map((item) => ownEntry(item, template)), ...others.map(pulledEntry)]}
          getKey={({ key }) => key}
          rowHeight={48}
          selectedKey={route.path[1]}
          onSelect={({ href }) => navigate(href)}
        >
          {({ name, detail, hint }) => (
            <ListEntry name={name} detail={detail} {...(hint === undefined ? {} : { hint })} />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
