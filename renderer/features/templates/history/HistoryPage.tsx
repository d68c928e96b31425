import { Button, Group, Menu, Select } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconHistory } from '@tabler/icons-react'
import type { Recovery, VersionSummary } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { KeptScroll } from '../../../ui/KeptScroll.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { SplitPane } from '../../../ui/SplitPane.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { type OpenDraft, useDraft } from '../drafts.ts'
import { RelatedItems } from '../Related.tsx'
import { ContentDiff } from './ContentDiff.tsx'
import { SetAside } from './SetAside.tsx'
import { replaceDraft, setAside } from './set-aside.ts'
import { type Side, sideOfCopy, sidesOf, versionOfSide } from './sides.ts'
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
  const resource = setAside.use(template.id)
  // They are an addition: the versions stand there without waiting for them.
  const copies = resource.state === 'ready' ? resource.value : []
  return (
    <Page
      isFilled
      header={
        <PageHeader
          title={`History of ${template.name}`}
          actions={
            <>
              <Menu>
                <Menu.Target>
                  <Button
                    variant="default"
                    rightSection={<IconChevronDown size={14} aria-hidden />}
                  >
                    Belongs to it
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <RelatedItems template={template} />
                </Menu.Dropdown>
              </Menu>
              <Button
                variant="default"
                component="a"
                href={addressOf.template(template.id)}
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
          list.length + copies.length === 0 && (
            <Empty icon={IconHistory} title="No versions yet">
              Save the draft as a version (Ctrl/Cmd-S in the editor); it appears here with its note.
            </Empty>
          )
        }
      >
        {(list) => <Compare draft={draft} versions={list} copies={copies} route={route} />}
      </State>
    </Page>
  )
}

interface CompareProps {
  draft: OpenDraft
  route: Route
  versions: readonly VersionSummary[]
  copies: readonly Recovery[]
}

function Compare({ draft, versions, copies, route }: CompareProps) {
  const { id } = draft.template
  const { labels } = draft.template
  const [newest] = versions
  const from = route.query.from ?? (newest === undefined ? 'draft' : String(newest.number))
  const to = route.query.to ?? 'draft'
  const show = (next: { from?: Side; to?: Side }) =>
    navigate(formatRoute(['templates', id, 'history'], { from, to, ...next }), { replace: true })
  const options = sidesOf(versions, labels, copies)

  const list = (
    <KeptScroll keptAs={`versions/${id}`}>
      <VersionList
        template={id}
        labels={labels}
        versions={versions}
        current={versionOfSide(from, labels)}
        onCompare={(number) => show({ from: String(number), to: 'draft' })}
        onCompareWithPrevious={(number) => show({ from: String(number - 1), to: String(number) })}
        onRestore={(number) => void restore(draft, number)}
      />
      <SetAside
        draft={draft}
        copies={copies}
        current={from}
        onCompare={(copy) => show({ from: sideOfCopy(copy), to: 'draft' })}
      />
    </KeptScroll>
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

/** Copies a version into the draft. */
const restore = (draft: OpenDraft, version: number): Promise<void> =>
  replaceDraft(
    draft,
    () => rpc.template.restoreVersion({ template: draft.template.id, version }),
    `The draft is now what v${version} was.`,
  )
