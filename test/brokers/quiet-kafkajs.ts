// Import for its effect: kafkajs 2.2 sets a timer to a negative delay, which Node 24 warns of and treats as 1 ms.
// Only that warning is hidden.

const toldByNode = process.listeners('warning')

process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'TimeoutNegativeWarning') for (const tell of toldByNode) tell(warning)
})
