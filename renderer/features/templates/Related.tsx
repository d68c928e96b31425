import { Menu } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import {
  IconChartHistogram,
  IconChartLine,
  IconFeather,
  IconFlask,
  IconGauge,
  IconGitPullRequest,
  IconListDetails,
  IconShield,
} from '@tabler/icons-react'
import type { Template } from '#shared/contract/template.ts'
import { listsOfTemplate } from '../../ui/shell/addresses.ts'

interface Way {
  icon: Icon
  title: string
  href: string
}

/** What belongs to a template elsewhere; that of shared stores where one of its labels stands. */
function waysOf({ id, name, labels }: Template): Way[] {
  const lists = listsOfTemplate
  const remotes = [...new Set(labels.map(({ remote }) => remote))]
  return [
    { icon: IconListDetails, title: 'Its runs', href: lists.runs(id) },
    { icon: IconChartLine, title: 'Its trend over runs', href: lists.trend(id) },
    { icon: IconGauge, title: 'Its gates', href: lists.gates(id) },
    { icon: IconShield, title: 'Its guardrails', href: lists.guardrails(name) },
    { icon: IconFlask, title: 'Its experiments', href: lists.experiments(name) },
    ...remotes.flatMap((remote) => [
      {
        icon: IconChartHistogram,
        title: `Its executions in ${remote}`,
        href: lists.executions(name, remote),
      },
      {
        icon: IconFeather,
        title: `Its canaries in ${remote}`,
        href: lists.canaries(name, remote),
      },
      {
        icon: IconGitPullRequest,
        title: `Its promotions in ${remote}`,
        href: lists.promotions(name, remote),
      },
    ]),
  ]
}

/** Entries of a menu: the ways from a template to all that names it. */
export function RelatedItems({ template }: { template: Template }) {
  return waysOf(template).map(({ icon: Sign, title, href }) => (
    <Menu.Item key={href} leftSection={<Sign size={14} aria-hidden />} component="a" href={href}>
      {title}
    </Menu.Item>
  ))
}
