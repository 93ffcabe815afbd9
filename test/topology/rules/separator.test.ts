import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST184', [
  { name: 'the usual separator', hcl: copying(), says: [] },
  { name: 'a dash beside names without one', hcl: copying('separator = "-"'), says: [] },
  {
    name: 'a dash that the source has',
    hcl:
      'cluster "us-1" { bootstrap = ["a.example.com:9092"] }\n' +
      copying('separator = "-"').replace('cluster.us', 'cluster.us-1'),
    says: ['4:13 Separator "-" occurs in the name of cluster "us-1"'],
  },
  {
    name: 'an underscore that the target has',
    hcl:
      'cluster "eu_1" { bootstrap = ["a.example.com:9092"] }\n' +
      copying('separator = "_"').replace('cluster.eu', 'cluster.eu_1'),
    says: ['4:13 Separator "_" occurs in the name of cluster "eu_1"'],
  },
  {
    name: 'the same name under identity',
    hcl:
      'cluster "us-1" { bootstrap = ["a.example.com:9092"] }\n' +
      copying('naming = "identity"').replace('cluster.us', 'cluster.us-1'),
    says: [],
  },
])
