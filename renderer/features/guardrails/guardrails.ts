import { IconShield, IconShieldPlus } from '@tabler/icons-react'
import { rpc } from '../../rpc/page.ts'
import type { Feature } from '../../ui/shell/feature.ts'
import { later } from '../../ui/shell/later.tsx'
import { formatRoute, navigate } from '../../ui/shell/route.ts'
import { GuardrailList } from './GuardrailList.tsx'
import { guardrailList, refreshGuardrails } from './store.ts'

/** Guardrails: rules with their scope, the test bench, what they found. */
export const guardrails: Feature = {
  id: 'guardrails',
  title: 'Guardrails',
  icon: IconShield,
  List: GuardrailList,
  Page: later(async () => (await import('./GuardrailPage.tsx')).GuardrailPage),
  tabTitle: (route) => (route.path[1] === 'new' ? 'New guardrail' : 'Guardrail'),
  commands: [
    {
      id: 'guardrail.create',
      title: 'New guardrail',
      group: 'Guardrails',
      icon: IconShieldPlus,
      keywords: 'rule policy pii regex block redact',
      run: () => navigate(formatRoute(['guardrails', 'new'])),
    },
  ],
  find: async (query) => {
    const all = guardrailList.peek('all') ?? (await rpc.guardrail.list()).items
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
    if (noun === 'guardrail' || noun === 'workspace' || noun === 'run') refreshGuardrails()
  },
}
