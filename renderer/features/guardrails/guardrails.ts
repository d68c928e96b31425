import { IconShield, IconShieldPlus, IconShieldUp } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { GuardrailList } from './GuardrailList.tsx'
import { guardrailList, refreshGuardrails } from './store.ts'

const titles: Readonly<Record<string, string>> = {
  new: 'New guardrail',
  shared: 'Guardrails in shared stores',
}
const followed: ReadonlySet<string> = new Set(['guardrail', 'workspace', 'run', 'remote'])

/** Guardrails: rules with their scope, the test bench, what they found. */
export const guardrails: Feature = {
  id: 'guardrails',
  title: 'Guardrails',
  icon: IconShield,
  List: GuardrailList,
  Page: later(async () => (await import('./GuardrailPage.tsx')).GuardrailPage),
  tabTitle: (route) => titles[route.path[1] ?? ''] ?? 'Guardrail',
  commands: [
    {
      id: 'guardrail.create',
      title: 'New guardrail',
      group: 'Guardrails',
      icon: IconShieldPlus,
      keywords: 'rule policy pii regex block redact',
      run: () => navigate(formatRoute(['guardrails', 'new'])),
    },
    {
      id: 'guardrail.publish',
      title: 'Publish guardrails',
      group: 'Guardrails',
      icon: IconShieldUp,
      keywords: 'shared store remote production compare take over',
      run: () => navigate(formatRoute(['guardrails', 'shared'])),
    },
  ],
  find: async (query) => {
    const all = guardrailList.peek('all') ?? (await rpc.guardrail.list({})).items
    const words = query.toLowerCase()
    return all
      .filter(({ name }) => name.toLowerCase().includes(words))
      .map((one) => ({
        id: one.id,
        title: one.name,
        detail: one.isEnabled ? one.action : 'off',
        href: formatRoute(['guardrails', one.id]),
      }))
  },
  onChange: ({ noun }) => {
    if (followed.has(noun)) refreshGuardrails()
  },
}
