// A process that starts a broker, says which, and waits to be killed.

import { startBroker } from './broker.ts'

const { pid, logDir } = await startBroker()
console.log(JSON.stringify({ pid, logDir }))
setInterval(() => {}, 60_000)
