// A value of YAML without quotes → the text that MirrorMaker gets of it. Kubernetes reads YAML 1.1: it makes JSON of
// the file, as go-yaml resolves it, and Strimzi's operator writes the JSON value out as text.

const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/
const no = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/

/** Undefined for null, which is as if nothing stood there. */
export function plainText(source: string): string | undefined {
  if (/^(?:|~|null|Null|NULL)$/.test(source)) return undefined
  if (yes.test(source)) return 'true'
  if (no.test(source)) return 'false'
  return numberText(source) ?? source
}

function numberText(source: string): string | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)([\d.][\w.+-]*)$/.exec(source) ?? []
  const plain = digits.replaceAll('_', '')
  const minus = sign === '-' ? '-' : ''
  // A zero in front makes it octal.
  if (/^0[0-7]+$/.test(plain)) return minus + BigInt(`0o${plain.slice(1)}`)
  if (/^(?:\d+|0[bB][01]+|0o[0-7]+|0[xX][\da-fA-F]+)$/.test(plain)) return minus + BigInt(plain)
  if (/^(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain)) return String(Number(minus + plain))
  return undefined
}
