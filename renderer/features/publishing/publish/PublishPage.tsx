import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useState } from 'react'
import type { Remote } from '#shared/contract/remote.ts'
import type { TemplateSummary } from '#shared/contract/template.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute, navigate, type Route } from '../../../ui/shell/route.ts'
import { openAddRemote } from '../AddRemote.tsx'
import { Outbox } from '../outbox/Outbox.tsx'
import { choices } from '../store.ts'
import { Plan } from './Plan.tsx'
import { isSameTarget, makePlan, type Target, usePlan } from './plan-store.ts'

/** `#/publishing/publish?template=ID&remote=NAME`: choose, see the plan, publish. */
export function PublishPage({ route }: { route: Route }) {
  const resource = choices.use('all')
  return (
    <Page header={<PageHeader title="Publish a version" />}>
      <State
        resource={resource}
        empty={({ remotes, templates }) =>
          remotes.length === 0 ? (
            <Empty
              icon={IconEye}
              title="No shared store yet"
              actions={<Button onClick={openAddRemote}>Add a shared store</Button>}
            >
              Publishing copies a version to a store that production services read.
            </Empty>
          ) : (
            templates.length === 0 && (
              <Empty
                icon={IconEye}
                title="No version to publish"
                actions={<LinkButton href={formatRoute(['templates'])}>Templates</LinkButton>}
              >
                Only versions are published: save one in the editor of a template.
              </Empty>
            )
          )
        }
      >
        {(value) => <PublishForm {...value} route={route} />}
      </State>
    </Page>
  )
}

interface PublishFormProps {
  templates: readonly TemplateSummary[]
  remotes: readonly Remote[]
  route: Route
}

/** The choice stands in the URL; the label is typed, so it does not. */
function PublishForm({ templates, remotes, route }: PublishFormProps) {
  const template = templates.find(
    (one) => one.id === route.query.template || one.name === route.query.name,
  )
  const remote = remotes.find((one) => one.name === route.query.remote) ?? remotes[0]
  const latest = template?.latestVersion ?? 0
  const version = Number(route.query.version ?? latest) || latest
  const [label, setLabel] = useState('production')
  const { plan, target, error, isBusy } = usePlan()
  const chosen: Target | null =
    template === undefined || remote === undefined
      ? null
      : { remote: remote.name, template: template.id, version, label }
  // A link leads here with another choice, and a plan can arrive after the choice has changed.
  const isShown = plan !== null && isSameTarget(target, chosen)
  const show = (next: Record<string, string>) => {
    usePlan.setState({ plan: null, target: null, error: null })
    navigate(formatRoute(['publishing', 'publish'], { ...route.query, ...next }), { replace: true })
  }
  return (
    <>
      <Section title="What and where">
        <Group align="flex-end" gap="sm">
          <Select
            label="Template"
            w={260}
            searchable
            placeholder="Choose a template"
            data={templates.map((one) => ({ value: one.id, label: one.name }))}
            limit={200}
            value={template?.id ?? null}
            onChange={(id) => id && show({ template: id, version: '' })}
          />
          <Select
            label="Version"
            w={100}
            disabled={template === undefined}
            data={Array.from({ length: latest }, (_, at) => ({
              value: String(latest - at),
              label: `v${latest - at}`,
            }))}
            value={template ? String(version) : null}
            onChange={(next) => next && show({ version: next })}
          />
          <Select
            label="Store"
            w={180}
            data={remotes.map((one) => one.name)}
            value={remote?.name ?? null}
            onChange={(name) => name && show({ remote: name })}
          />
          <TextInput
            label="Label"
            w={160}
            value={label}
            onChange={(event) => {
              setLabel(event.currentTarget.value)
              usePlan.setState({ plan: null, target: null })
            }}
          />
          <Button
            loading={isBusy}
            variant={isShown ? 'default' : 'filled'}
            disabled={chosen === null}
            leftSection={<IconEye size={14} aria-hidden />}
            onClick={() => chosen && void makePlan(chosen)}
          >
            Show the plan
          </Button>
        </Group>
      </Section>
      {error !== null && <ErrorNotice error={error} />}
      <Outbox isQuiet />
      {isShown && <Plan plan={plan} />}
    </>
  )
}
