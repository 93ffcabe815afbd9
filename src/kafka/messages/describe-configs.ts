// DescribeConfigs (key 32), version 4, for topics: every config of each topic with where its value comes from. Most
// topics leave most keys as they are, so an answer says the same a thousand times: each list of configs, and each
// config of a list that is new, is decoded once and shared.

import { Decoder } from '../../wire/decoder.ts'
import { Encoder } from '../../wire/encoder.ts'
import type { Message } from '../ask.ts'
import type { ConfigEntry, ConfigSource } from '../cluster.ts'

const topicResource = 2
const what = 'the answer with the configs'

/** `config_source`, by number. */
const sources: readonly ConfigSource[] = [
  'unknown',
  'topic',
  'dynamic_broker',
  'dynamic_default_broker',
  'static_broker',
  'default',
]

export interface DescribedTopicConfigs {
  readonly topic: string
  readonly errorCode: number
  readonly errorMessage: string | null
  /** Topics that have the same share one list. */
  readonly configs: readonly ConfigEntry[]
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

/** What was decoded before, with the bytes that say it. */
interface Known {
  readonly lists: { readonly bytes: Buffer; readonly configs: readonly ConfigEntry[] }[]
  readonly entries: Map<string, ConfigEntry>
}

/** Lists that are looked for; where nearly every topic has its own, looking for more would not pay. */
const listsMax = 16

function decodeAnswer(body: Buffer): DescribedTopicConfigs[] {
  const decoder = new Decoder(body, what)
  const known: Known = { lists: [], entries: new Map() }
  decoder.int32()
  return decoder.array((): DescribedTopicConfigs => {
    const errorCode = decoder.int16()
    const errorMessage = decoder.nullableString()
    decoder.int8()
    const topic = decoder.string()
    const configs = sharedList(decoder, known)
    decoder.skipTags()
    return { topic, errorCode, errorMessage, configs }
  })
}

function sharedList(decoder: Decoder, { lists, entries }: Known): readonly ConfigEntry[] {
  const before = lists.find(({ bytes }) => decoder.passes(bytes))
  if (before !== undefined) return before.configs
  let configs: readonly ConfigEntry[] = []
  const bytes = decoder.passed(() => {
    configs = decoder.array(() => sharedEntry(decoder, entries))
  })
  if (lists.length < listsMax) lists.push({ bytes, configs })
  return configs
}

function sharedEntry(decoder: Decoder, known: Known['entries']): ConfigEntry {
  const bytes = decoder.passed(skipConfig)
  const key = bytes.toString('latin1')
  const before = known.get(key)
  if (before !== undefined) return before
  const config = decodeConfig(new Decoder(bytes, what))
  known.set(key, config)
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

function decodeConfig(decoder: Decoder): ConfigEntry {
  const name = decoder.string()
  const value = decoder.nullableString()
  const readOnly = decoder.boolean()
  const source = sources[decoder.int8()] ?? 'unknown'
  const sensitive = decoder.boolean()
  return { name, value, source, readOnly, sensitive }
}

function skipSynonym(decoder: Decoder): void {
  decoder.skipString()
  decoder.skipString()
  decoder.int8()
  decoder.skipTags()
}
