// `${provider:path:key}`: a value that MirrorMaker asks a config provider for. Some of them Strait can ask in its
// own words; for the others a person has to put the value where Strait finds it.

/** Provider classes by the end of their names. */
const classes: readonly (readonly [string, Kind])[] = [
  ['EnvVarConfigProvider', 'environment'],
  ['DirectoryConfigProvider', 'directory'],
  ['FileConfigProvider', 'file'],
]

type Kind = 'environment' | 'directory' | 'file' | 'other'

export interface ProviderReference {
  readonly kind: Kind
  readonly provider: string
  readonly path: string
  readonly key: string
}

/** The reference that is the whole of a text; undefined for any other text, and for a provider nobody declared. */
export function wholeReference(
  text: string,
  providers: ReadonlyMap<string, string>,
): ProviderReference | undefined {
  const [, provider = '', , path = '', key = ''] =
    /^\$\{([^}:]*):(([^}]*?):)?([^}:]*)\}$/.exec(text.trim()) ?? []
  const declared = providers.get(provider)
  if (declared === undefined) return undefined
  const kind = classes.find(([end]) => declared.trim().endsWith(end))?.[1] ?? 'other'
  return { kind, provider, path, key }
}

/** Whether some of a text comes from a provider. */
export function holdsReference(text: string, providers: ReadonlyMap<string, string>): boolean {
  return [...text.matchAll(/\$\{([^}:]*):[^}]*\}/g)].some(([, provider = '']) => providers.has(provider))
}

/** Where the value is now, in words: `key password of /opt/secrets.properties`. */
export function whereabouts({ kind, provider, path, key }: ProviderReference): string {
  switch (kind) {
    case 'environment':
      return `environment variable ${key}`
    case 'directory':
      return `file ${path}/${key}`
    case 'file':
      return `key ${key} of ${path}`
    case 'other':
      return `key ${key}${path === '' ? '' : ` of ${path}`} of config provider "${provider}"`
  }
}
