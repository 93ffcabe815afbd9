// A JAAS line, `org.apache.kafka.…ScramLoginModule required username="u" password="p";`: the login module and its
// options. The password is in there, so nothing of a line is ever shown.

export interface JaasLine {
  /** The module's class without its package: `ScramLoginModule`. */
  readonly module: string
  readonly options: ReadonlyMap<string, string>
}

/** Undefined where the text is no JAAS line. Options may be quoted by either kind of quotes or by none, as in Java. */
export function readJaas(text: string): JaasLine | undefined {
  const [, module, rest = ''] =
    /^\s*(?:[\w$]+\.)*([\w$]+)\s+(?:required|requisite|sufficient|optional)\b([\s\S]*)$/i.exec(text) ?? []
  if (module === undefined) return undefined
  const options = [
    ...rest.matchAll(/([\w.-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s;"']+))/g),
  ].map(
    ([, name = '', double, single, bare]) =>
      [name, (double ?? single ?? bare ?? '').replaceAll(/\\(.)/g, '$1')] as const,
  )
  return { module, options: new Map(options) }
}
