import { IconFlask } from '@tabler/icons-react'
import { LinkButton } from '../../ui/LinkButton.tsx'
import { isNone } from '../../ui/resource.ts'
import { Empty, State } from '../../ui/State.tsx'
import { formatRoute, type Route } from '../../ui/shell/route.ts'
import { Canaries } from './canary/Canaries.tsx'
import { DesignEditor } from './design/DesignEditor.tsx'
import { LivePage } from './live/LivePage.tsx'
import {
  type Choices,
  choices,
  experimentByKey,
  experimentKey,
  experimentList,
  sharedExperiments,
} from './store.ts'

/** `#/experiments?template=NAME`, `#/experiments/new`, `#/experiments/NAME[/REMOTE]`, `#/experiments/canaries[/REMOTE/NAME]`. */
export function ExperimentPage({ route }: { route: Route }) {
  const [, name, ...rest] = route.path
  if (name === undefined) return <Nothing />
  if (name === 'canaries')
    return <Canaries remote={rest[0] ?? null} name={rest[1] ?? null} route={route} />
  if (name === 'new') return <NewExperiment />
  const key = experimentKey(name, rest[0] ?? null)
  return <OneExperiment key={key} of={key} />
}

function Nothing() {
  const own = experimentList.use('all')
  const shared = sharedExperiments.use('all')
  return (
    <Empty
      icon={IconFlask}
      title={isNone(own) && isNone(shared) ? 'No experiments yet' : 'Choose an experiment'}
      actions={
        <>
          <LinkButton href={formatRoute(['experiments', 'new'])}>New experiment</LinkButton>
          <LinkButton variant="default" href={formatRoute(['experiments', 'canaries'])}>
            Canaries
          </LinkButton>
        </>
      }
    >
      It is designed and simulated here, runs in a shared store, and ends with a verdict that says
      why.
    </Empty>
  )
}

function NewExperiment() {
  const from = choices.use('all')
  const missing = ({ templates }: Choices) =>
    templates.length === 0 && (
      <Empty
        icon={IconFlask}
        title="No version to compare"
        actions={<LinkButton href={formatRoute(['templates'])}>Templates</LinkButton>}
      >
        An experiment compares saved versions: save two in the editor of a template.
      </Empty>
    )
  return (
    <State resource={from} empty={missing}>
      {(value) => <DesignEditor stored={null} from={value} />}
    </State>
  )
}

/** A draft is edited; anything that was started is watched. */
function OneExperiment({ of }: { of: string }) {
  const resource = experimentByKey.use(of)
  const from = choices.use('all')
  return (
    <State resource={resource}>
      {(experiment) =>
        experiment.status === 'draft' ? (
          <State resource={from}>
            {(value) => <DesignEditor key={experiment.id} stored={experiment} from={value} />}
          </State>
        ) : (
          <LivePage experiment={experiment} of={of} />
        )
      }
    </State>
  )
}
