// Commands and flags that Strait is going to have: who types one is told so, and what helps until then.

export interface Later {
  /** As it is typed after `strait`: `failover`, `agent --listen`. */
  readonly name: string
  /** Goes on after the name. */
  readonly text: string
}

const notHere = 'is not in this version yet'

export const notYet: readonly Later[] = [
  {
    name: 'failover',
    text: `${notHere}. Until then: strait status until nothing is left to copy, strait pause FLOW, then start the consumers on the target; strait groups shows where they go on.`,
  },
  {
    name: 'failback',
    text: `${notHere}. Until then: declare a flow in the other direction, and strait apply it.`,
  },
  {
    name: 'verify',
    text: `${notHere}. Until then: strait gaps FLOW names every offset that did not arrive, strait lag what is left.`,
  },
  {
    name: 'offsets reset',
    text: `${notHere}. Until then: to copy topics anew, delete their copies, end the flow with a removed block, and declare it under another name.`,
  },
  {
    name: 'doctor',
    text: `${notHere}. Until then: strait plan names what cannot be reached and what is not permitted.`,
  },
  {
    name: 'acl print',
    text: `${notHere}. Until then: strait plan prints the commands that grant what is missing (ST470).`,
  },
  {
    name: 'agent --listen',
    text: `${notHere}. Until then: strait status --json has the state and the figures of every agent.`,
  },
]
