// What Kafka Connect's workers run, out of the description of their group: connectors by name, in the formats of
// Connect's own group protocol (version 0 eager; 1 and 2 incremental). An incremental assignment holds only what the
// last rebalance gave and took; what a worker had before stands in the metadata that it joined with.

import { StraitError } from '../../errors/strait-error.ts'
import { Decoder } from '../../wire/decoder.ts'

const what = 'what a worker of Connect says'

export interface ConnectMember {
  readonly metadata: Buffer
  readonly assignment: Buffer
}

/**
 * Names of the connectors of which some worker runs a task, sorted. A stopped connector has none; a paused one still
 * has. Undefined where the bytes are none of Connect's: then nothing is known.
 */
export function connectorsAtWork(members: readonly ConnectMember[]): string[] | undefined {
  const names = new Set<string>()
  try {
    for (const member of members) for (const task of tasksOf(member)) names.add(task.connector)
  } catch (error) {
    if (error instanceof StraitError) return undefined
    throw error
  }
  return [...names].sort()
}

interface Task {
  readonly connector: string
  readonly number: number
}

/** Stands for the connector itself among the numbers of its tasks. */
const connectorItself = -1

function tasksOf({ metadata, assignment }: ConnectMember): Task[] {
  const { given, taken } = readAssignment(assignment)
  const isTaken = (task: Task): boolean => taken.some((one) => isSame(one, task))
  return [...heldBefore(metadata).filter((task) => !isTaken(task)), ...given].filter(
    ({ number }) => number !== connectorItself,
  )
}

function isSame(one: Task, other: Task): boolean {
  return one.connector === other.connector && one.number === other.number
}

function heldBefore(metadata: Buffer): readonly Task[] {
  const decoder = new Decoder(metadata, what)
  if (decoder.remaining === 0 || decoder.int16() === 0) return []
  decoder.plainString()
  decoder.int64()
  return decoder.remaining === 0 ? [] : readAssignment(decoder.plainBytes()).given
}

interface Assignment {
  readonly given: readonly Task[]
  readonly taken: readonly Task[]
}

function readAssignment(bytes: Buffer): Assignment {
  const decoder = new Decoder(bytes, what)
  if (decoder.remaining === 0) return { given: [], taken: [] }
  const version = decoder.int16()
  decoder.int16()
  decoder.plainString()
  decoder.plainString()
  decoder.int64()
  const given = readTasks(decoder)
  return { given, taken: version === 0 || decoder.remaining === 0 ? [] : readTasks(decoder) }
}

function readTasks(decoder: Decoder): Task[] {
  return decoder.plainArray(readTasksOfOne).flat()
}

function readTasksOfOne(decoder: Decoder): Task[] {
  const connector = decoder.plainString()
  return decoder.plainArray((item) => ({ connector, number: item.int32() }))
}
