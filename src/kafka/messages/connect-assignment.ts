// What Kafka Connect's workers run, out of the description of their group: connectors by name, in the formats of
// Connect's own group protocol (version 0 eager; 1 and 2 incremental). An incremental assignment holds only what the
// last rebalance gave and took; what a worker had before stands in the metadata that it joined with.

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
    if (error instanceof RangeError) return undefined
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
  const reader = new Reader(metadata)
  if (reader.isOver || reader.int16() === 0) return []
  reader.string()
  reader.int64()
  return reader.isOver ? [] : readAssignment(reader.bytes()).given
}

interface Assignment {
  readonly given: readonly Task[]
  readonly taken: readonly Task[]
}

function readAssignment(bytes: Buffer): Assignment {
  const reader = new Reader(bytes)
  if (reader.isOver) return { given: [], taken: [] }
  const version = reader.int16()
  reader.int16()
  reader.string()
  reader.string()
  reader.int64()
  const given = reader.tasks()
  return { given, taken: version === 0 || reader.isOver ? [] : reader.tasks() }
}

/** Kafka's older encodings. Reads beyond the end are RangeErrors of Buffer's own. */
class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isOver(): boolean {
    return this.#at >= this.#bytes.length
  }

  int16(): number {
    this.#at += 2
    return this.#bytes.readInt16BE(this.#at - 2)
  }

  int32(): number {
    this.#at += 4
    return this.#bytes.readInt32BE(this.#at - 4)
  }

  int64(): void {
    this.#at += 8
  }

  string(): string {
    return this.#take(this.int16()).toString('utf8')
  }

  /** None where they are null. */
  bytes(): Buffer {
    return this.#take(Math.max(0, this.int32()))
  }

  tasks(): Task[] {
    const tasks: Task[] = []
    for (let left = this.int32(); left > 0; left--) {
      const connector = this.string()
      for (let numbers = this.int32(); numbers > 0; numbers--) tasks.push({ connector, number: this.int32() })
    }
    return tasks
  }

  #take(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new RangeError('the bytes end early')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
