// DescribeConfigs (key 32), version 4, for topics: every config of each topic with where its value comes from. Most
// topics leave most keys as they are, so an answer says the same a thousand times: each is decoded once and shared.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'

const topicResource = 2
const what = 'the answer with the configs'

export interface DescribedConfig {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  /** The protocol's number for `config_source`. */
  readonly source: number
  readonly sensitive: boolean
}

export interface DescribedTopicConfigs {
  readonly topic: string
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly configs: readonly DescribedConfig[]
}

/** Asked with the topics' names. */
export const describeConfigs: Message<readonly string[], DescribedTopicConfigs[]> = {
  api: { key: 32, min: 4, max: 4 },
  encode: (_, topics) => encodeRequest(topics),
  decode: (_, body) => decodeAnswer(body),
}

function encodeRequest(topics: readonly string[]): Buffer[] {
  const [synonyms, documentation] = [false, false]
  const encoder = new Encoder()
  encoder.array(topics, (_, topic) => {
    const allKeys = 0
    encoder.int8(topicResource).string(topic).uvarint(allKeys).tags()
  })
  return encoder.boolean(synonyms).boolean(documentation).tags().finish()
}

function decodeAnswer(body: Buffer): DescribedTopicConfigs[] {
  const decoder = new Decoder(body, what)
  const known = new Map<string, DescribedConfig>()
  decoder.int32()
  return decoder.array((): DescribedTopicConfigs => {
    const errorCode = decoder.int16()
    const errorMessage = decoder.nullableString()
    decoder.int8()
    const topic = decoder.string()
    const configs = decoder.array(() => sharedConfig(decoder, known))
    decoder.skipTags()
    return { topic, errorCode, errorMessage, configs }
  })
}

function sharedConfig(decoder: Decoder, known: Map<string, DescribedConfig>): DescribedConfig {
  const bytes = decoder.passed(skipConfig)
  const before = known.get(bytes)
  if (before !== undefined) return before
  const config = decodeConfig(new Decoder(Buffer.from(bytes, 'latin1'), what))
  known.set(bytes, config)
  return config
}

function skipConfig(decoder: Decoder): void {
  decoder.skipString()
  decoder.skipString()
  decoder.boolean()
  decoder.int8()
  decoder.boolean()
  decoder.array(skipSynonym)
  decoder.int8()
  decoder.skipString()
  decoder.skipTags()
}

function decodeConfig(decoder: Decoder): DescribedConfig {
  const name = decoder.string()
  const value = decoder.nullableString()
  const readOnly = decoder.boolean()
  const source = decoder.int8()
  const sensitive = decoder.boolean()
  return { name, value, readOnly, source, sensitive }
}

function skipSynonym(decoder: Decoder): void {
  decoder.skipString()
  decoder.skipString()
  decoder.int8()
  decoder.skipTags()
}
