// Where a flow stopped, partition by partition, in MirrorMaker's words: the last source offset that is on the target.

export interface HandBackRow {
  readonly topic: string
  readonly partition: number
  readonly remoteTopic: string
  /** The last source offset that is on the target; -1 where nothing is: MirrorMaker begins at the first record. */
  readonly lastOffset: number
  /** What MirrorMaker wrote down of it last; undefined where it did not. */
  readonly before: number | undefined
}

export interface HandBack {
  readonly flow: string
  readonly source: string
  readonly target: string
  readonly offsetsTopic: string
  /** Undefined where the topic is not there yet. */
  readonly offsetsPartitions: number | undefined
  /** By topic and partition. */
  readonly rows: readonly HandBackRow[]
}
