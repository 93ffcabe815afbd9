import { cluster, ruleTable } from './rule-table.ts'

ruleTable('ST169', [
  { name: 'a reference to the environment', hcl: cluster('sasl { password = env("P") }'), says: [] },
  { name: 'a reference to a file', hcl: cluster('sasl { password = secret_file("p") }'), says: [] },
  {
    name: 'a reference by way of a local',
    hcl: `locals { p = env("P") }\n${cluster('sasl { password = local.p }')}`,
    says: [],
  },
  {
    name: 'a text',
    hcl: cluster('sasl { password = "hunter2" }'),
    says: ['2:19 "password" is written in clear text'],
  },
  {
    name: 'a number',
    hcl: cluster('sasl { password = 1234 }'),
    says: ['2:19 "password" must be read from a secret'],
  },
  {
    name: 'a text by way of a local',
    hcl: `locals { p = "hunter2" }\n${cluster('sasl { password = local.p }')}`,
    says: ['3:19 "password" must be read from a secret'],
  },
  {
    name: "a key's password",
    hcl: cluster('tls { key_password = "hunter2" }'),
    says: ['2:22 "key_password" is written in clear text'],
  },
])
