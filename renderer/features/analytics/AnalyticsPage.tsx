import { SegmentedControl } from '@mantine/core'
import { IconChartHistogram, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect } from 'react'
import { dimensionSchema, type Report } from '#shared/contract/analytics.ts'
import { formatInstant } from '../../ui/format.ts'
import { LinkBadge } from '../../ui/LinkBadge.tsx'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { isNone } from '../../ui/resource.ts'
import { Empty, State } from '../../ui/State.tsx'
import { addressOf } from '../../ui/shell/addresses.ts'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { AskedExecution } from './AskedExecution.tsx'
import { Executions } from './Executions.tsx'
import { Findings } from './Findings.tsx'
import { Groups } from './Groups.tsx'
import { OverTime } from './OverTime.tsx'
import { executions, findings, keyOf, type Question, reports, stores } from './store.ts'
import { Totals } from './Totals.tsx'

/** How often the figures on screen are asked for again, in ms. */
const REFRESH_MS = 5000

const spans = [
  { value: '24', label: '24 h' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
  { value: '720', label: '30 days' },
  { value: '2160', label: '90 days' },
]

/** `#/analytics/STORE?hours=24&by=version&template=NAME`. */
export function AnalyticsPage({ route }: { route: Route }) {
  const remote = route.path[1]
  const resource = stores.use('all')
  if (remote === undefined) {
    return <ToStores title={isNone(resource) ? 'No shared store yet' : 'Choose a shared store'} />
  }
  return (
    <State resource={resource}>
      {(items) =>
        items.some(({ name }) => name === remote) ? (
          <>
            <Analytics question={questionOf(remote, route)} />
            <AskedExecution remote={remote} route={route} />
          </>
        ) : (
          <ToStores title="This workspace knows no such store" />
        )
      }
    </State>
  )
}

function ToStores({ title }: { title: string }) {
  return (
    <Empty
      icon={IconChartHistogram}
      title={title}
      actions={
        <LinkButton variant="default" href={formatRoute(['publishing'])}>
          Shared stores
        </LinkButton>
      }
    >
      The statistics of a store show what production services did with the published versions.
    </Empty>
  )
}

function questionOf(remote: string, { query }: Route): Question {
  const hours = spans.find(({ value }) => value === query.hours)?.value ?? '24'
  const by = dimensionSchema.safeParse(query.by).data ?? 'template'
  const { template } = query
  return { remote, hours: Number(hours), by, ...(template ? { templateName: template } : {}) }
}

const show = ({ remote, hours, by, templateName }: Question) =>
  navigate(formatRoute(['analytics', remote], { hours, by, template: templateName }))

function withTemplate({ templateName: _, ...question }: Question, template: string | null) {
  return template === null ? question : { ...question, templateName: template }
}

function Analytics({ question }: { question: Question }) {
  const key = keyOf(question)
  const resource = reports.use(key)
  const isEmpty = resource.state === 'ready' && resource.value.totals.executions === 0
  useLive()
  return (
    <Page
      header={
        <PageHeader
          title={`Production: ${question.remote}`}
          facts={
            <>
              <LinkBadge href={formatRoute(['publishing', question.remote])}>Store</LinkBadge>
              {question.templateName !== undefined && (
                <LinkBadge href={addressOf.published(question.templateName, null, question.remote)}>
                  {question.templateName}
                </LinkBadge>
              )}
            </>
          }
          actions={
            <SegmentedControl
              aria-label="Time"
              value={String(question.hours)}
              onChange={(hours) => show({ ...question, hours: Number(hours) })}
              data={spans}
            />
          }
        />
      }
    >
      <State resource={resource}>
        {(report) => (
          <>
            <Staleness report={report} />
            {report.totals.executions === 0 ? (
              <Empty icon={IconChartHistogram} title="No executions in this time">
                Services that render with the production client record theirs here. Choose a longer
                time above for older ones.
              </Empty>
            ) : (
              <>
                <Totals report={report} />
                <OverTime report={report} />
                <Groups
                  groups={report.groups}
                  question={question}
                  onBy={(by) => show({ ...question, by })}
                  onTemplate={(template) => show(withTemplate(question, template))}
                />
                <Findings questionKey={key} remote={question.remote} />
              </>
            )}
          </>
        )}
      </State>
      {/* Asked for beside the figures; where they say that there are none, once is enough. */}
      {!isEmpty && <Executions question={question} />}
    </Page>
  )
}

/** Asks again while the page is looked at, and not for a tab in the background. */
function useLive(): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      for (const shown of [reports, findings, executions]) shown.refresh()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
}

function Staleness({ report }: { report: Report }) {
  if (!report.isStale) return null
  return (
    <Notice tone="warn" icon={IconPlugConnectedX} title="The shared store cannot be reached">
      These are the figures of the last pull, {formatInstant(report.asOf)}.
    </Notice>
  )
}
