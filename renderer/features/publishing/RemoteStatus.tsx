import { IconWorld, IconWorldOff } from '@tabler/icons-react'
import { placeOfRemote, type Remote } from '#shared/contract/remote.ts'
import { formatCounted } from '../../ui/format.ts'
import { formatRoute } from '../../ui/shell/route.ts'
import { StatusItem } from '../../ui/shell/StatusItem.tsx'
import { checks, outbox, remotes } from './store.ts'

const MOST_NAMES = 2

/** Which shared stores this workspace publishes to, and what waits for them. Nobody is asked for it. */
export function RemoteStatus() {
  const resource = remotes.use('all')
  const waiting = outbox.use('all')
  const known = checks.useKnown()
  if (resource.state !== 'ready') return null
  const count = waiting.state === 'ready' ? waiting.value.length : 0
  const away = resource.value.filter(({ name }) => {
    const check = known[name]
    return check?.state === 'ready' && !check.value.isReachable
  })
  const isWell = away.length === 0
  return (
    <StatusItem
      icon={isWell ? IconWorld : IconWorldOff}
      hint={hintOf(resource.value, count)}
      href={hrefOf(resource.value, count)}
      {...(isWell ? {} : { tone: 'failed' })}
    >
      {namesOf(resource.value)}
      {!isWell && (away.length === resource.value.length ? ' away' : ` · ${away.length} away`)}
      {count > 0 && ` · ${count} waiting`}
    </StatusItem>
  )
}

function namesOf(all: readonly Remote[]): string {
  if (all.length === 0) return 'No shared store'
  if (all.length > MOST_NAMES) return formatCounted(all.length, 'shared store')
  return all.map(({ name }) => name).join(', ')
}

function hintOf(all: readonly Remote[], waiting: number): string {
  if (all.length === 0) return 'Production services read from a shared store: add one.'
  const places = all.map((one) => `${one.name}: ${placeOfRemote(one)}`).join('; ')
  const told = waiting === 0 ? 'Nothing waits' : `${formatCounted(waiting, 'thing')} wait`
  return `Shared stores. ${places}. ${told} in the outbox.`
}

function hrefOf([first, ...more]: readonly Remote[], waiting: number): string {
  if (waiting > 0) return formatRoute(['publishing', 'outbox'])
  const isOnly = first !== undefined && more.length === 0
  return formatRoute(isOnly ? ['publishing', first.name] : ['publishing'])
}
