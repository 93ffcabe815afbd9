// Values that some other tool fills in before MirrorMaker sees them: `${REGION}` of envsubst, `{{ .Values.x }}` of
// Helm, `<broker>` of somebody's guide. The file does not know what stands there, and neither does its import.

const shapes =
  /\$\{[^}]*\}|\{\{.*\}\}|<[^<>]*>|\[[^\]]*[^\]\d:a-f.][^\]]*\]|\{[^{}]*\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%/

/** Whether somebody still has to fill something in. Only for texts that are no valid value as they stand. */
export function holdsPlaceholder(text: string): boolean {
  return shapes.test(text)
}

/** In a text that may be anything: only what cannot be meant as it stands (`$ConnectionString` is a user of Azure's). */
export function isPlaceholder(text: string): boolean {
  return /^\s*(?:\$\{[^}]*\}|\{\{.*\}\}|<[^<>]*>)\s*$/.test(text)
}
