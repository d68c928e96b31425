import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import { IconShield, IconShieldPlus } from '@tabler/icons-react'
import { formatCount } from '../../ui/format.ts'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { guardrailList } from './store.ts'

export function GuardrailList({ route }: { route: Route }) {
  const resource = guardrailList.use('all')
  return (
    <>
      <Group p="xs" justify="space-between">
        <Text size="sm" fw={600}>
          Guardrails
        </Text>
        <Tooltip label="New guardrail">
          <ActionIcon
            variant="default"
            component="a"
            href={formatRoute(['guardrails', 'new'])}
            aria-label="New guardrail"
          >
            <IconShieldPlus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <State
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
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" className="truncate">
                    {item.name}
                  </Text>
                  <Text size="xs" c="dimmed" className="truncate">
                    {item.isEnabled ? item.action : 'off'} · {item.rule.type} ·{' '}
                    {formatCount(item.counters.violations)} found
                  </Text>
                </div>
              )}
            </VirtualList>
          )}
        </State>
      </div>
    </>
  )
}
