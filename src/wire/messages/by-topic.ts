// Answers that are a list of topics, each with a list of partitions, behind the throttle time: how ListOffsets and
// OffsetForLeaderEpoch answer.

import { Decoder } from '../decoder.ts'

export interface TopicAnswer<Partition> {
  readonly topic: string
  readonly partitions: readonly Partition[]
}

/** `what` names the message in errors; `readPartition` reads one entry without its tagged fields. */
export function decodeByTopic<Partition>(
  body: Buffer,
  what: string,
  readPartition: (decoder: Decoder) => Partition,
): TopicAnswer<Partition>[] {
  const decoder = new Decoder(body, what)
  decoder.int32()
  const topics = decoder.array((): TopicAnswer<Partition> => {
    const topic = decoder.string()
    const partitions = decoder.array(() => {
      const partition = readPartition(decoder)
      decoder.skipTags()
      return partition
    })
    decoder.skipTags()
    return { topic, partitions }
  })
  decoder.skipTags()
  return topics
}
