import { IconShield, IconShieldPlus } from '@tabler/icons-react'
import { formatCount } from '../../ui/format.ts'
import { ListEntry, ListPane } from '../../ui/ListPane.tsx'
import { Empty } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { guardrailList } from './store.ts'

export function GuardrailList({ route }: { route: Route }) {
  const resource = guardrailList.use('all')
  return (
    <ListPane
      title="Guardrails"
      action={{
        label: 'New guardrail',
        icon: IconShieldPlus,
        href: formatRoute(['guardrails', 'new']),
      }}
      resource={resource}
      empty={(items) =>
        items.length === 0 && (
          <Empty icon={IconShield} title="No guardrails">
            A guardrail judges what goes into a prompt and what comes out.
          </Empty>
        )
      }
    >
      {(items) => (
        <VirtualList
          label="Guardrails"
          items={items}
          getKey={(item) => item.id}
          rowHeight={48}
          selectedKey={route.path[1]}
          onSelect={(item) => navigate(formatRoute(['guardrails', item.id]))}
        >
          {(item) => (
            <ListEntry
              name={item.name}
              detail={`${item.isEnabled ? item.action : 'off'} · ${item.rule.type} · ${formatCount(item.counters.violations)} found`}
            />
          )}
        </VirtualList>
      )}
    </ListPane>
  )
}
