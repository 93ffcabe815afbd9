// The `Cluster` interface over wire/ (and kafkajs, by which changed ACLs are read back): every method is a noun’s
// function with this cluster’s link.

import { StraitError } from '../errors/strait-error.ts'
import { createAcls, deleteAcls, describeAcls } from './acls.ts'
import type { Appender } from './appender.ts'
import type { Cluster } from './cluster.ts'
import { commitOffsets, committedOffsets } from './committed-offsets.ts'
import { alterTopicConfigs, describeTopicConfigs } from './configs.ts'
import { deleteOffsets } from './delete-offsets.ts'
import { describeGroups } from './groups.ts'
import { type Link, openLink } from './link.ts'
import { listOffsets } from './offsets.ts'
import type { readTopic } from './read-topic.ts'
import { describeRights } from './rights.ts'
import type { ClusterSettings } from './settings.ts'
import { replicaSizes } from './sizes.ts'
import {
  createPartitions,
  createTopics,
  deleteTopics,
  describeCluster,
  describeTopics,
  describeTopicsWithRights,
} from './topics.ts'

/** `name` is the cluster's in the topology. Nothing is opened before the first call; `close` ends it. */
export function connectCluster(name: string, settings: ClusterSettings): Cluster {
  const link = openLink(name, settings)
  const records = recordsOf(link)
  const named = <T>(answer: Promise<T>): Promise<T> => answer.catch((error: unknown) => rethrow(name, error))
  return {
    name,
    describe: () => named(describeCluster(link)),
    topics: (names) => named(describeTopics(link, names)),
    topicsWithRights: () => named(describeTopicsWithRights(link)),
    topicConfigs: (topics, options) => named(describeTopicConfigs(link, topics, options)),
    rights: (of) => named(describeRights(link, of)),
    acls: () => named(describeAcls(link)),
    groups: () => named(describeGroups(link)),
    committedOffsets: (groupIds) => named(committedOffsets(link, groupIds)),
    offsets: (partitions, at) => named(listOffsets(link, partitions, at)),
    sizes: (topics) => named(replicaSizes(link, topics)),
    readTopic: (topic) => named(records().then(({ readTopic }) => readTopic(link, topic))),
    createTopics: (topics, fence) => named(createTopics(link, topics, fence)),
    createPartitions: (topics, fence) => named(createPartitions(link, topics, fence)),
    alterTopicConfigs: (changes, fence) => named(alterTopicConfigs(link, changes, fence)),
    createAcls: (acls, fence) => named(createAcls(link, acls, fence)),
    deleteTopics: (topics, fence) => named(deleteTopics(link, topics, fence)),
    deleteAcls: (acls, fence) => named(deleteAcls(link, acls, fence)),
    commitOffsets: (groupId, offsets, fence) => named(commitOffsets(link, { groupId, offsets }, fence)),
    deleteOffsets: (groupId, partitions, fence) => named(deleteOffsets(link, { groupId, partitions }, fence)),
    append: (topic, list, fence) =>
      named(records().then(({ appender }) => appender.append(topic, list, fence))),
    close: () => link.close(),
  }
}

interface Records {
  readonly readTopic: typeof readTopic
  readonly appender: Appender
}

/** Records take codecs in native code: loaded once there are records to read or to write. */
function recordsOf(link: Link): () => Promise<Records> {
  let loading: Promise<Records> | undefined
  const load = async (): Promise<Records> => {
    const [{ readTopic }, { Appender }] = await Promise.all([
      import('./read-topic.ts'),
      import('./appender.ts'),
    ])
    return { readTopic, appender: new Appender(link) }
  }
  return () => {
    loading ??= load()
    return loading
  }
}

/** What comes from a connection does not know the cluster's name yet. */
function rethrow(cluster: string, error: unknown): never {
  if (!(error instanceof StraitError) || error.facts['cluster'] !== undefined) throw error
  throw new StraitError(error.code, `cluster "${cluster}": ${error.message}`, {
    cause: error.cause,
    facts: { ...error.facts, cluster },
  })
}
