// One setting of a MirrorMaker configuration and where it stands. Everything that is made of it keeps it, so that
// the report can name the line of whatever a value led to.

export interface Setting {
  /** As it is written: `us->eu.topics`, `spec.mirrors[0].topicsPattern`. */
  readonly key: string
  readonly value: string
  /** From 1. */
  readonly line: number
  /** Where several files are read together. */
  readonly file?: string
  /** A null of YAML or JSON, which is as if nothing stood there. */
  readonly isNull?: true
}

/** Settings by the name under which MirrorMaker's classes read them, as `source.cluster.bootstrap.servers`. */
export type Settings = ReadonlyMap<string, Setting>

/** As Java's Boolean.parseBoolean: no other text than `true`, in any case, is true. */
export function isTrue(setting: Setting | undefined, fallback: boolean): boolean {
  return setting === undefined ? fallback : setting.value.trim().toLowerCase() === 'true'
}

/** As Kafka reads lists: cut at commas, trimmed, empty where the text is. */
export function listOf({ value }: Setting): string[] {
  const text = value.trim()
  return text === '' ? [] : text.split(/\s*,\s*/)
}
