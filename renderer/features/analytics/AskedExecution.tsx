import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { ExecutionDrawer } from './ExecutionDrawer.tsx'
import { oneExecution } from './store.ts'

/** The execution that a link names, whatever time the figures are of. */
export function AskedExecution({ remote, route }: { remote: string; route: Route }) {
  const { execution: id, ...rest } = route.query
  const resource = oneExecution.use(id === undefined ? null : `${remote}\n${id}`)
  const close = () => navigate(formatRoute(route.path, rest), { replace: true })
  if (id === undefined || resource.state === 'loading') return null
  if (resource.state === 'failed') return <ErrorNotice error={resource.error} onClose={close} />
  if (resource.value === null) {
    const error = new Error(`${remote} has no execution ${id}, or keeps it no longer.`)
    return <ErrorNotice error={error} onClose={close} />
  }
  return <ExecutionDrawer value={resource.value} remote={remote} onClose={close} />
}
