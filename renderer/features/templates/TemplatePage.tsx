import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useEffect } from 'react'
import { ErrorNotice } from '../../ui/ErrorNotice.tsx'
import { Empty, Loading } from '../../ui/State.tsx'
import type { Route } from '../../ui/shell/route.ts'
import { useTitle } from '../../ui/shell/titles.ts'
import { openTemplate, useDrafts } from './drafts.ts'
import { EditorPage } from './editor/EditorPage.tsx'
import { HistoryPage } from './history/HistoryPage.tsx'
import { openCreateDialog } from './list/CreateTemplate.tsx'
import { isNarrowed, useTemplateList } from './list/list-store.ts'
import { NamedTemplate } from './NamedTemplate.tsx'

/** `#/templates`, `#/templates?name=NAME&version=N&remote=STORE`, `#/templates/ID`, `#/templates/ID/history`. */
export function TemplatePage({ route }: { route: Route }) {
  const id = route.path[1]
  const { name, version, remote = null } = route.query
  if (id === undefined && name !== undefined) {
    const number = /^\d+$/.test(version ?? '') ? Number(version) : null
    const named = { name, version: number, remote }
    return <NamedTemplate key={JSON.stringify(named)} {...named} />
  }
  if (id === undefined) return <NoTemplate />
  return <OpenTemplate key={id} id={id} route={route} />
}

function NoTemplate() {
  const isFirst = useTemplateList(
    ({ state, total, shown }) => state === 'ready' && total === 0 && !isNarrowed(shown),
  )
  return (
    <Empty
      icon={IconFileText}
      title={isFirst ? 'No templates yet' : 'Choose a template'}
      actions={<Button onClick={openCreateDialog}>New template</Button>}
    >
      {isFirst
        ? 'Write the first one, or open the sample workspace on the start page.'
        : 'Pick one from the list, or press Ctrl/Cmd-P and type a part of its name.'}
    </Empty>
  )
}

function OpenTemplate({ id, route }: { id: string; route: Route }) {
  const name = useDrafts((state) => state.open[id]?.template.name)
  const failure = useDrafts((state) => state.failures[id])
  useEffect(() => {
    void openTemplate(id)
  }, [id])
  useTitle(`templates/${id}`, name)
  if (name === undefined) {
    if (failure === undefined) return <Loading />
    return (
      <div style={{ padding: 16 }}>
        <ErrorNotice error={failure} retry={() => void openTemplate(id)} />
      </div>
    )
  }
  return route.path[2] === 'history' ? (
    <HistoryPage id={id} route={route} />
  ) : (
    <EditorPage id={id} />
  )
}
