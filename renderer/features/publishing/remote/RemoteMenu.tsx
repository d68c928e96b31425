import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconFeather, IconFlask, IconShield, IconTrash } from '@tabler/icons-react'
import type { Remote } from '#shared/contract/remote.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tellFailure } from '../../../ui/ask.tsx'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { refreshRemotes } from '../store.ts'

async function forget(remote: Remote): Promise<void> {
  try {
    await rpc.remote.remove({ remote: remote.name })
    refreshRemotes()
    navigate(formatRoute(['publishing']))
  } catch (error) {
    tellFailure(error)
  }
}

/** What one does rarely with a store. */
export function RemoteMenu({ remote }: { remote: Remote }) {
  const ask = () =>
    askOnce({
      title: `Forget ${remote.name}?`,
      text: 'The workspace forgets the address and the password. Nothing in the store is touched.',
      confirm: 'Forget it',
      onConfirm: () => void forget(remote),
    })
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="More about this store">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconShield size={14} aria-hidden />}
          component="a"
          href={formatRoute(['guardrails', 'shared'], { remote: remote.name })}
        >
          Guardrails there
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFlask size={14} aria-hidden />}
          component="a"
          href={formatRoute(['experiments'], { remote: remote.name })}
        >
          Experiments there
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFeather size={14} aria-hidden />}
          component="a"
          href={formatRoute(['experiments', 'canaries', remote.name])}
        >
          Canaries there
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} onClick={ask}>
          Forget this store…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
