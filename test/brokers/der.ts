// The few DER values (ITU-T X.690) that a certificate is made of.

export function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

export const sequence = (...items: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(items))
export const set = (...items: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(items))
export const octets = (content: Buffer): Buffer => tagged(0x04, content)
export const bits = (content: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
export const text = (value: string): Buffer => tagged(0x0c, Buffer.from(value))
export const yes = (): Buffer => tagged(0x01, Buffer.from([0xff]))

/** Explicitly tagged, as `[number] EXPLICIT`. */
export const context = (number: number, content: Buffer): Buffer => tagged(0xa0 + number, content)

/** A positive integer of the given big-endian bytes; the first must be below 0x80. */
export const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)

/** UTCTime, good until 2049. */
export const time = (at: Date): Buffer =>
  tagged(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f))
  return digits
}
