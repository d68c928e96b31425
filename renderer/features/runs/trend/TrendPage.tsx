import { Anchor, Group, Select, SimpleGrid } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { useTitle } from '../../../ui/shell/titles.ts'
import { PointTable } from './PointTable.tsx'
import { TrendCharts } from './TrendCharts.tsx'
import { lineOf, type Trend, trends } from './trends.ts'

/** `#/runs/trend?template=ID&dataset=NAME&model=MODEL`: how a template did over its runs. */
export function TrendPage({ route }: { route: Route }) {
  const { template } = route.query
  const trend = trends.use(template ?? null)
  const name = trend.state === 'ready' ? trend.value.name : undefined
  useTitle('runs/trend', name === undefined ? undefined : `Trend: ${name}`)
  if (template === undefined) {
    return (
      <Empty
        icon={IconChartLine}
        title="No template is named"
        actions={
          <LinkButton variant="default" href={formatRoute(['templates'])}>
            Templates
          </LinkButton>
        }
      >
        Open the history of a template, or one of its runs, and choose Trend.
      </Empty>
    )
  }
  return (
    <Page header={<PageHeader title={name === undefined ? 'Trend' : `Trend of ${name}`} />}>
      <State
        resource={trend}
        empty={({ points }) =>
          points.length === 0 && (
            <Empty
              icon={IconChartLine}
              title="No results yet"
              actions={
                <LinkButton href={formatRoute(['runs', 'new'], { template })}>New run</LinkButton>
              }
            >
              Every run of this template over a dataset becomes a point of its trend.
            </Empty>
          )
        }
      >
        {(ready) => <TrendView trend={ready} route={route} />}
      </State>
    </Page>
  )
}

function TrendView({ trend: { template, points }, route }: { trend: Trend; route: Route }) {
  const line = lineOf(points, route.query)
  const show = (next: { dataset?: string; model?: string }) =>
    navigate(
      formatRoute(['runs', 'trend'], {
        template,
        dataset: line.dataset,
        model: line.model,
        ...next,
      }),
      { replace: true },
    )
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label="Dataset"
          w={260}
          data={line.datasets}
          value={line.dataset}
          onChange={(dataset) => dataset && show({ dataset })}
        />
        <Select
          label="Model"
          w={260}
          data={line.models.map((value) => ({ value, label: value.replace(/^recorded:/, '') }))}
          value={line.model}
          onChange={(model) => model && show({ model })}
        />
        <Anchor size="sm" pb={8} href={formatRoute(['templates', template, 'history'])}>
          History of the template
        </Anchor>
      </Group>
      <SimpleGrid
        cols={{ base: 1, lg: line.points.some(({ cost }) => cost !== null && cost > 0) ? 3 : 2 }}
        spacing="md"
      >
        <TrendCharts points={line.points} />
      </SimpleGrid>
      <PointTable template={template} points={line.points} />
    </>
  )
}
