// For `node --import`: the clock on the wall of this process jumps by CLOCK_SHIFT_MS with one SIGUSR2 and back with
// the next, as when the time is corrected. The monotonic clock goes on as it does then.

const real = Date.now
const shiftMs = Number(process.env['CLOCK_SHIFT_MS'] ?? 0)
let shiftedMs = 0

process.on('SIGUSR2', () => {
  shiftedMs = shiftedMs === 0 ? shiftMs : 0
  process.stdout.write(`${JSON.stringify({ level: 'info', message: `clock is off by ${shiftedMs} ms` })}\n`)
})

class ShiftedDate extends Date {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(real() + shiftedMs)
    else super(args[0])
  }

  static override now(): number {
    return real() + shiftedMs
  }
}

globalThis.Date = ShiftedDate as DateConstructor
