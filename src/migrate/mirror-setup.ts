// What a MirrorMaker configuration sets up, whichever file it came from: clusters with their connections, and for
// every flow that runs the settings that its three connectors end up with.

import type { Setting, Settings } from './setting.ts'

export interface SetupCluster {
  readonly alias: string
  /** Kafka's names of connection settings: `bootstrap.servers`, `sasl.jaas.config`, `ssl.truststore.location`. */
  readonly connection: Settings
  /** Where the cluster is declared. */
  readonly declared: Setting
  /** A setting that looks like its missing address. */
  readonly strayed?: Setting | undefined
  /** Settings that stand for an argument of the cluster block, by its place there: `sasl.password`. */
  readonly parts?: readonly (readonly [place: string, setting: Setting])[]
  /** Where files and secrets are that the configuration only refers to. */
  readonly kept?: Kept
}

export interface Kept {
  /** Commands that write these files. */
  readonly ca?: (file: string) => string
  readonly certificate?: (file: string) => string
  readonly key?: (file: string) => string
  /** In words: `key password of Secret us-user`. */
  readonly password?: string
}

export interface SetupFlow {
  readonly source: string
  readonly target: string
  /** What names the pair in the file. */
  readonly named: Setting
  /** By the name that MirrorMaker's connectors read; undefined where the connector does not run. */
  readonly sourceConnector: Settings | undefined
  readonly checkpointConnector: Settings | undefined
  /** Emits `source → target` into heartbeats on the target. */
  readonly heartbeatConnector: Settings | undefined
  /** The connector of the opposite pair, whose heartbeats land on this flow's source. */
  readonly oppositeHeartbeats: Settings | undefined
  /** Of the Connect worker that hosts them. */
  readonly worker: Settings
}

export interface MirrorSetup {
  readonly clusters: readonly SetupCluster[]
  readonly flows: readonly SetupFlow[]
  /** Classes of config providers by the name under which values refer to them. */
  readonly providers: ReadonlyMap<string, string>
  /** Every setting of the file, in order. */
  readonly settings: readonly Setting[]
  /** Says what became of a setting that no part of the mapping spoke about. */
  readonly explain: (setting: Setting) => Verdict
}

/**
 * `mapped`: stands in the topology. `different`: Strait does it in another way, or needs no such setting.
 * `ignored`: MirrorMaker itself takes no notice of it. `unsupported`: MirrorMaker does something that Strait does not.
 */
export type Outcome = 'mapped' | 'different' | 'ignored' | 'unsupported'

export interface Verdict {
  readonly outcome: Outcome
  readonly note: string
  /** The setting that was probably meant. */
  readonly suggestion?: string
}

export const different = (note: string): Verdict => ({ outcome: 'different', note })
export const ignored = (note: string, suggestion?: string): Verdict => ({
  outcome: 'ignored',
  note,
  ...(suggestion === undefined ? {} : { suggestion }),
})
export const unsupported = (note: string): Verdict => ({ outcome: 'unsupported', note })
