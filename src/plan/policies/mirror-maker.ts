// What a plan says of topics that MirrorMaker filled: which the flow takes over and what that means, which it cannot,
// and that MirrorMaker has to be stopped.

import { type ConnectWorkers, workersGroup } from '../../live/mirror-maker-state.ts'
import { isHeartbeatsTopic } from '../../mirror/naming.ts'
import type { Finding } from '../plan-file.ts'
import { type Route, routesByFlow } from '../routes.ts'
import { takeOverOf } from '../take-over.ts'
import type { FlowView } from '../view.ts'
import { errorFinding, reports, warning } from './policy.ts'

export const mirrorMaker = reports((outlook) =>
  routesByFlow(outlook).flatMap(({ flow, routes }) => {
    if (flow.mirrorMaker === undefined) return []
    const mirrored = routes.filter(({ source }) => !isHeartbeatsTopic(flow.spec, source.name))
    const taken = Map.groupBy(mirrored, takeOverOf)
    return [
      ...runningFinding(flow),
      ...takenFinding(flow, taken.get('ready') ?? []),
      ...unprovenFinding(flow, taken.get('unproven') ?? []),
    ]
  }),
)

function runningFinding(flow: FlowView): Finding[] {
  const { spec, target, mirrorMaker: state, titles } = flow
  if (state?.isRunning !== true) return otherWorkers(flow, state?.otherWorkers ?? [])
  const { runsAs } = state
  const evidence =
    runsAs === undefined
      ? `its group "${workersGroup(spec)}" has members`
      : `tasks of its connector "${runsAs.connector}" run in group "${runsAs.group}"`
  return [
    warning('ST475', {
      flow: spec.name,
      cluster: target.name,
      subjects: [runsAs?.group ?? workersGroup(spec)],
      detail: `MirrorMaker still copies from ${titles.source} to ${titles.target}: ${evidence}. Stop it, before the apply or behind it: agents of ${titles.flow} wait until then, and the figures of this plan go on moving.`,
    }),
  ]
}

function otherWorkers({ spec, target, titles }: FlowView, workers: readonly ConnectWorkers[]): Finding[] {
  if (workers.length === 0) return []
  const known = workers.flatMap(({ connectors = [] }) => connectors)
  const running =
    known.length === 0
      ? ''
      : `, with tasks of ${known.slice(0, 8).join(', ')}${known.length > 8 ? ` and ${known.length - 8} more` : ''}`
  return [
    warning('ST475', {
      flow: spec.name,
      cluster: target.name,
      subjects: workers.map(({ group }) => group),
      detail: `Workers of Kafka Connect run on ${titles.target}${running}. Where MirrorMaker's connectors from ${titles.source} run among them, delete or stop these before the apply: nobody but ${titles.flow} may write its topics, and only their names show whether they run.`,
    }),
  ]
}

function takenFinding({ spec, target, titles }: FlowView, routes: readonly Route[]): Finding[] {
  if (routes.length === 0) return []
  const how =
    spec.delivery === 'exactly_once'
      ? 'The agent lays the last records on both sides beside each other first, and halts a partition where they differ: no record is lost or comes twice.'
      : 'It goes on where MirrorMaker last wrote down that it was: after a crash, up to a minute of records comes twice.'
  return [
    warning('ST473', {
      flow: spec.name,
      cluster: target.name,
      subjects: routes.map(({ after }) => after.name),
      detail: `MirrorMaker filled these topics on ${titles.target}, and ${titles.flow} goes on where it stopped. ${how} Groups that have read less than that keep the offsets that they have on ${titles.target}, until they have come so far.`,
    }),
  ]
}

function unprovenFinding({ spec, target, titles }: FlowView, routes: readonly Route[]): Finding[] {
  if (routes.length === 0) return []
  return [
    errorFinding('ST474', {
      flow: spec.name,
      cluster: target.name,
      subjects: routes.map(({ after }) => after.name),
      detail: `MirrorMaker filled these topics on ${titles.target}, but not all records since its last pair of offsets are there any more, so nothing proves where it stopped. Start MirrorMaker until it has copied everything and stop it again, delete these topics on ${titles.target}, or set delivery = "at_least_once".`,
    }),
  ]
}
