import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST192', [
  { name: 'one flow', hcl: copying(), says: [] },
  {
    name: 'two filters apart',
    hcl: `${copying()}\n${flow('topics { include = ["payments"] }').replace('"f"', '"g"')}`,
    says: [],
  },
  {
    name: 'two filters that meet',
    hcl: `${copying()}\n${flow('topics { include = ["ord.*"] }').replace('"f"', '"g"')}`,
    says: ['6:1 Flows "f" and "g" both write topic "us.orders" of cluster "eu"'],
  },
  {
    name: 'the same topics to different targets',
    hcl:
      copying() +
      '\n' +
      'cluster "ap" { bootstrap = ["ap.example.com:9092"] }\n' +
      copying().replace('"f"', '"g"').replace('cluster.eu', 'cluster.ap'),
    says: [],
  },
  {
    name: 'different separators',
    hcl: `${copying()}\n${copying('separator = "_"').replace('"f"', '"g"')}`,
    says: [],
  },
  {
    name: 'identity beside a prefix, for topics of other names',
    hcl: `${copying()}\n${copying('naming = "identity"').replace('"f"', '"g"')}`,
    says: [],
  },
  {
    name: 'identity for everything beside a prefix',
    hcl: `${copying()}\n${flow('naming = "identity"', 'topics { include = [".*"] }').replace('"f"', '"g"')}`,
    says: ['6:1 Flows "f" and "g" could both write topic "us.orders" of cluster "eu"'],
  },
  {
    name: 'a template that spells out the prefix',
    hcl: `${copying()}\n${copying(`naming = "us.$$\{topic}"`).replace('"f"', '"g"')}`,
    says: ['6:1 Flows "f" and "g" both write topic "us.orders" of cluster "eu"'],
  },
  {
    name: 'suffixes apart',
    hcl: `${copying(`naming = "$$\{topic}.a"`)}\n${copying(`naming = "$$\{topic}.b"`).replace('"f"', '"g"')}`,
    says: [],
  },
])
