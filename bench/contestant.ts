// One way to copy the topic from a source to a fresh target.

import type { ChildProcess } from 'node:child_process'
import type { Broker } from '../test/brokers/broker.ts'

export interface Course {
  readonly source: Broker
  readonly target: Broker
  readonly topic: string
  /** For configuration and logs. */
  readonly folder: string
}

export interface Contestant {
  readonly name: string
  readonly remoteTopic: (topic: string) => string
  /** Starts the copying process; it is measured from here and ended by SIGTERM. */
  readonly start: (course: Course) => Promise<ChildProcess>
}
