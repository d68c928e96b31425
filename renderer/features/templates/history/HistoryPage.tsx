import { Button, Group, Select } from '@mantine/core'
import { IconArrowBackUp, IconChartLine, IconGauge, IconHistory } from '@tabler/icons-react'
import type { VersionSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { SplitPane } from '../../../ui/SplitPane.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { adopt, editContent, flush, type OpenDraft, useDraft } from '../drafts.ts'
import { ContentDiff } from './ContentDiff.tsx'
import { type Side, sidesOf, versionOfSide } from './sides.ts'
import { VersionList } from './VersionList.tsx'
import { history } from './versions.ts'

interface HistoryPageProps {
  id: string
  route: Route
}

/** `#/templates/ID/history?from=1&to=2`: every version, and any two of them side by side. */
export function HistoryPage({ id, route }: HistoryPageProps) {
  const draft = useDraft(id)
  const { template } = draft
  const versions = history.use(template.id)
  return (
    <Page
      isFilled
      header={
        <PageHeader
          title={`History of ${template.name}`}
          actions={
            <>
              <Button
                variant="default"
                component="a"
                href={formatRoute(['runs', 'trend'], { template: template.id })}
                leftSection={<IconChartLine size={14} aria-hidden />}
              >
                Trend over runs
              </Button>
              <Button
                variant="default"
                component="a"
                href={formatRoute(['runs', 'gates'], { template: template.id })}
                leftSection={<IconGauge size={14} aria-hidden />}
              >
                Its gates
              </Button>
              <Button
                variant="default"
                component="a"
                href={formatRoute(['templates', template.id])}
                leftSection={<IconArrowBackUp size={14} aria-hidden />}
              >
                Back to the editor
              </Button>
            </>
          }
        />
      }
    >
      <State
        resource={versions}
        empty={(list) =>
          list.length === 0 && (
            <Empty icon={IconHistory} title="No versions yet">
              Save the draft as a version (Ctrl/Cmd-S in the editor); it appears here with its note.
            </Empty>
          )
        }
      >
        {(list) => <Compare draft={draft} versions={list} route={route} />}
      </State>
    </Page>
  )
}

interface CompareProps {
  draft: OpenDraft
  route: Route
  versions: readonly VersionSummary[]
}

function Compare({ draft, versions, route }: CompareProps) {
  const { id } = draft.template
  const { labels } = draft.template
  const from = route.query.from ?? String(versions[0]?.number ?? 1)
  const to = route.query.to ?? 'draft'
  const show = (next: { from?: Side; to?: Side }) =>
    navigate(formatRoute(['templates', id, 'history'], { from, to, ...next }), { replace: true })
  const options = sidesOf(versions, labels)

  const list = (
    <VersionList
      template={id}
      labels={labels}
      versions={versions}
      current={versionOfSide(from, labels)}
      onCompare={(number) => show({ from: String(number), to: 'draft' })}
      onCompareWithPrevious={(number) => show({ from: String(number - 1), to: String(number) })}
      onRestore={(number) => void restore(draft, number)}
    />
  )
  const comparison = (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <Group p="xs" gap="xs">
        <Select
          flex={1}
          maw={260}
          aria-label="Before"
          data={options}
          value={from}
          onChange={(value) => value !== null && show({ from: value })}
        />
        →
        <Select
          flex={1}
          maw={260}
          aria-label="After"
          data={options}
          value={to}
          onChange={(value) => value !== null && show({ to: value })}
        />
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <ContentDiff draft={draft} from={from} to={to} />
      </div>
    </div>
  )
  return (
    <SplitPane
      id="history"
      panes={[
        { id: 'versions', size: '34%', min: 180, content: list },
        { id: 'comparison', min: '35%', content: comparison },
      ]}
    />
  )
}

/** Copies a version into the draft. What the draft held can be brought back with one click. */
async function restore(draft: OpenDraft, version: number): Promise<void> {
  const { id } = draft.template
  try {
    await flush(id)
    const before = draft.content
    adopt(await rpc.template.restoreVersion({ template: id, version }))
    tellUndo(`The draft is now what v${version} was.`, () => editContent(id, () => before))
  } catch (error) {
    tellFailure(error)
  }
}
