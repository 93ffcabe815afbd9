// Commands that make a topology of what is there already, and those that lead back to it.

import type { CommandGroup } from '../command-spec.ts'

export const moveIn: CommandGroup = {
  title: 'Move in and out',
  commands: [
    {
      name: 'import mm2',
      args: '<file...>',
      does: 'MirrorMaker 2’s configuration as HCL',
      about:
        'Reads mm2.properties, Strimzi’s KafkaMirrorMaker2, or connectors as Kafka Connect’s REST interface has them, and reports on every setting: where it stands now, what works differently, what MirrorMaker itself ignores. No secret is copied: the report says which environment variables to set. Contacts nothing.',
      flags: [{ flag: '--out <dir>', does: 'write mm2.hcl there instead of to stdout' }],
      readsTopology: false,
      examples: [
        { run: 'strait import mm2 mm2.properties', does: 'look at HCL and report' },
        { run: 'strait import mm2 mm2.yaml --out topology/', does: 'begin a topology with it' },
        {
          run: 'strait import mm2 source.json checkpoint.json heartbeat.json',
          does: 'connectors of a Connect cluster, together',
        },
      ],
      exits: {
        0: 'imported, whatever the report says',
        1: 'something cannot be carried over; nothing was written',
      },
      load: () => import('../commands/import-mm2.ts'),
    },
    {
      name: 'export',
      args: '[dir]',
      does: 'live clusters as HCL; reads only',
      about:
        'Writes the flows that run on the clusters of a directory, or of --cluster, and the ACLs that it declared, so that a plan of the result has no changes. What MirrorMaker copies between them is proposed as flows, with filters that select what it copies today.',
      flags: [
        {
          flag: '--cluster <name=address>',
          does: 'a cluster by its name and host:port[,host:port]; repeatable',
          repeatable: true,
        },
        { flag: '--acls', does: 'also the ACLs that Strait did not make, but for those that flows bring' },
        {
          flag: '--mm2',
          does: 'write the applied flows as mm2.properties instead: the way back to MirrorMaker',
        },
        { flag: '--out <dir>', does: 'write export.hcl (or mm2.properties) there instead of to stdout' },
      ],
      readsTopology: true,
      examples: [
        { run: 'strait export topology/ --out exported/', does: 'what runs on the clusters of a topology' },
        {
          run: 'strait export --cluster us=us-1:9092 --cluster eu=eu-1:9092',
          does: 'two clusters that MirrorMaker serves',
        },
      ],
      exits: { 0: 'exported', 1: 'a cluster does not answer, or a flow names one that was not given' },
      load: () => import('../commands/export.ts'),
    },
    {
      name: 'handback',
      args: '<flow> [dir]',
      does: 'let MirrorMaker go on where a paused flow stopped',
      about:
        'Writes down for MirrorMaker, as it would itself (mm2-offsets.SOURCE.internal on the target), which record of every partition was copied last. Shows it first and asks. The flow has to be paused, its agents have to have let go of it, and MirrorMaker must not run yet.',
      flags: [
        { flag: '--yes', does: 'do not ask' },
        {
          flag: '--connect',
          does: 'write nothing; print the body for PATCH /connectors/NAME/offsets of a Connect cluster',
        },
      ],
      readsTopology: true,
      writes: true,
      examples: [
        { run: 'strait pause us-to-eu && strait handback us-to-eu', does: 'then start MirrorMaker' },
        {
          run: 'strait handback us-to-eu --connect > offsets.json',
          does: 'for a stopped connector of a Connect cluster',
        },
      ],
      exits: { 0: 'written, or printed', 1: 'the flow does not stand still, or nobody said yes' },
      load: () => import('../commands/handback.ts'),
    },
  ],
}
