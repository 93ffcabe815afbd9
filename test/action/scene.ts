// Two real clusters, a repository whose topology is about them, and the workflows to run on it.

import type { Cluster } from '../../src/kafka/cluster.ts'
import { connectCluster } from '../../src/kafka/connect-cluster.ts'
import { type Broker, startBroker } from '../brokers/broker.ts'
import type { FaultProxy } from '../proxy/proxy.ts'
import { bot, type PullRequest, type Written } from './github-server.ts'
import { openStage, type Run, type RunEnd, type Stage } from './stage.ts'

/** The event of a push to the branch that is applied. */
export const pushToMain = { repository: { default_branch: 'main' }, ref: 'refs/heads/main' }

export interface Scene extends AsyncDisposable, Stage {
  readonly us: Cluster
  readonly eu: Cluster
  /** A commit without a topology. */
  readonly base: string
  /** The file of a topology with one flow, whose blocks are `body`. */
  readonly files: (body: string) => Files
  /** The file of a topology that has one cluster and no flow. */
  readonly lonely: (directory: string) => Files
  /** Opens a pull request that changes files of `base`. */
  readonly open: (number: number, files: Files, base?: string) => PullRequest
  readonly plan: (pull: PullRequest, given?: Partial<Run> & { readonly base?: string }) => Promise<RunEnd>
  /** Merges, and answers what main is then. */
  readonly merge: (pull: PullRequest, base?: string) => string
  /** What our own login wrote on a pull request. */
  readonly told: (pull: PullRequest) => Written[]
}

export type Files = Readonly<Record<string, string>>

/** `proxy`: what the target is reached through by what the topology says; `eu` goes past it. */
export async function openScene({ proxy }: { readonly proxy?: FaultProxy } = {}): Promise<Scene> {
  const [source, target] = await Promise.all([
    startBroker(),
    startBroker(proxy === undefined ? {} : { proxy }),
  ])
  const us = connectCluster('us', { bootstrap: source.bootstrap, clientId: 'test', security: {} })
  const eu = connectCluster('eu', { bootstrap: target.directBootstrap, clientId: 'test', security: {} })
  const stage = await openStage()
  const { repository, github } = stage
  const base = repository.commit({ 'README.md': 'a repository\n' })
  return {
    ...stage,
    us,
    eu,
    base,
    files: (body) => ({
      'topology/main.hcl': [
        clusterText('us', source),
        clusterText('eu', target),
        `flow "us-to-eu" {\n  source = cluster.us\n  target = cluster.eu\n\n${body}\n}\n`,
      ].join('\n'),
    }),
    lonely: (directory) => ({ [`${directory}/main.hcl`]: clusterText('us', source) }),
    open: (number, files, on = base) => {
      repository.branch(`change-${number}`, on)
      const head = repository.commit(files)
      const pull = { number, head, from: `o:change-${number}`, files: Object.keys(files), mergeSha: null }
      github.pullRequests.push(pull)
      return pull
    },
    plan: (pull, { base: on = base, ...given } = {}) =>
      stage.run({
        workflow: 'plan',
        event: 'pull_request',
        payload: stage.pullRequest(pull, { base: on }),
        ...given,
      }),
    merge: (pull, on = base) => {
      pull.mergeSha = repository.merge(on, pull.head)
      return pull.mergeSha
    },
    told: ({ number }) => github.of(number).filter(({ author }) => author === bot),
    [Symbol.asyncDispose]: async () => {
      await stage[Symbol.asyncDispose]()
      await Promise.all([us.close(), eu.close()])
      await Promise.all([source.close(), target.close()])
    },
  }
}

function clusterText(name: string, { bootstrap }: Broker): string {
  return `cluster "${name}" {\n  bootstrap = ${JSON.stringify(bootstrap)}\n}\n`
}
