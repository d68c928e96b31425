import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { MetricReportView, Monitor } from '#shared/contract/experiment/monitor.ts'
import { facts, pValue, share, table, when } from '../../table.ts'

/** One experiment, as a list of facts. */
export function describeExperiment(experiment: Experiment): string {
  const { name, templateName, status, remote, arms, phase, verdict, winner, reason } = experiment
  return facts({
    experiment: name,
    template: templateName,
    status: remote === null ? status : `${status} in ${remote}`,
    arms: arms
      .map(({ key, version, weightBp }) => `${key}=${version ?? '?'} (${weightBp / 100}%)`)
      .join(', '),
    ...(phase === null
      ? {}
      : { phase: phase.phase, coverage: `${phase.coverageBp / 100}% of users` }),
    ...(verdict === null ? {} : { verdict }),
    ...(winner === null ? {} : { winner }),
    ...(reason === '' ? {} : { reason }),
    ...(experiment.startedAt === null ? {} : { started: when(experiment.startedAt) }),
  })
}

const interval = ({ ci }: MetricReportView) =>
  ci === null ? null : `${share(ci[0])} … ${share(ci[1])}`

/** The verdict first, then why: users, ratio, metrics. */
export function describeMonitor(monitor: Monitor): string {
  const { verdict, srm } = monitor
  return [
    facts({
      verdict: verdict.winner === null ? verdict.kind : `${verdict.kind}: ${verdict.winner}`,
      why: verdict.explanation,
      ...(verdict.caution === null ? {} : { caution: verdict.caution }),
      users: `${monitor.users} of ${monitor.plannedUsers}, ${monitor.fullDays} full days`,
      look: `${monitor.look}${monitor.looksPlanned === null ? '' : ` of ${monitor.looksPlanned}`}${monitor.isNewLook ? ', taken now' : ''}`,
      'alpha spent': share(monitor.alphaSpent),
      ratio: `${srm.arms.map(({ arm, users }) => `${arm} ${users}`).join(', ')}; p = ${srm.pSequential === null ? '–' : pValue(srm.pSequential)}${srm.isMismatch ? ' MISMATCH' : ''}`,
      'left out': monitor.excludedUsers,
      best: monitor.probBest
        .map(({ arm, probability }) => `${arm} ${share(probability)}`)
        .join(', '),
    }),
    '',
    table(
      [
        { title: 'metric', cell: (row) => row.metric },
        { title: 'role', cell: (row) => row.role },
        { title: 'arm', cell: (row) => row.arm },
        { title: 'control', align: 'right', cell: (row) => share(row.valueControl) },
        { title: 'value', align: 'right', cell: (row) => share(row.value) },
        { title: 'difference', align: 'right', cell: (row) => share(row.diff) },
        { title: 'interval', cell: interval },
        { title: 'p', align: 'right', cell: (row) => row.pAdjusted && pValue(row.pAdjusted) },
        { title: 'better', align: 'right', cell: (row) => share(row.probBetter) },
        { title: 'loss', align: 'right', cell: (row) => share(row.expectedLoss) },
      ],
      monitor.metrics,
    ),
  ].join('\n')
}
