// Lines that GitHub's runner acts on. Everything else that a step prints is hostile there: a line of a plan could be
// a command, so what is no command of ours is printed while commands are switched off.

/** `::error file=a.hcl,line=3::text`. Undefined properties are left out. */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',')
  return `::${name}${written === '' ? '' : ` ${written}`}::${escapeData(message)}`
}

/** A file command's entry, as for GITHUB_OUTPUT. `delimiter` must not occur in the value; take a random one. */
export function fileEntry(name: string, value: string, delimiter: string): string {
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
