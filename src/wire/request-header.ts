// The length and header in front of every request of one connection.

const FIXED_BYTES = 14

export class RequestHeader {
  readonly #clientId: Buffer

  constructor(clientId: string) {
    this.#clientId = Buffer.from(clientId)
  }

  /** Versions 1 and 2 of the header: the latter ends in (no) tagged fields. */
  encode(
    {
      key,
      version,
      flexible,
    }: { readonly key: number; readonly version: number; readonly flexible: boolean },
    correlationId: number,
    body: readonly Buffer[],
  ): Buffer {
    const name = this.#clientId
    const bytes = FIXED_BYTES + name.length + (flexible ? 1 : 0)
    let bodyBytes = 0
    for (const part of body) bodyBytes += part.length
    const header = Buffer.allocUnsafe(bytes)
    header.writeInt32BE(bytes - 4 + bodyBytes, 0)
    header.writeInt16BE(key, 4)
    header.writeInt16BE(version, 6)
    header.writeInt32BE(correlationId, 8)
    header.writeInt16BE(name.length, 12)
    header.set(name, FIXED_BYTES)
    if (flexible) header[bytes - 1] = 0
    return header
  }
}
