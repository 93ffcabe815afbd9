import { cluster, copying, ruleTable } from './rule-table.ts'

ruleTable('ST168', [
  { name: 'a secret for a password', hcl: cluster('sasl { password = env("P") }'), says: [] },
  {
    name: 'a secret for a name',
    hcl: cluster('sasl { username = env("U") }'),
    says: ['2:19 A secret cannot be used for "username"'],
  },
  {
    name: 'a secret for a reference',
    hcl: copying().replace('cluster.eu', 'env("T")'),
    says: ['4:10 A secret cannot be used for "target"'],
  },
  {
    name: 'a secret in a list',
    hcl: cluster('bootstrap = [env("B")]'),
    says: ['2:14 A secret cannot be used for "bootstrap[0]"'],
  },
  {
    name: 'a sensitive variable',
    hcl: `variable "v" {\nsensitive = true\ndefault = "x"\n}\n${cluster('cluster_id = var.v')}`,
    says: ['6:14 A sensitive value cannot be used for "cluster_id"'],
  },
  {
    name: 'a secret that is repeated over',
    hcl: copying('for_each = env("E")'),
    says: ['3:12 A secret cannot be used for "for_each"'],
  },
  {
    name: 'an output of a secret',
    hcl: 'output "o" { value = env("E") }',
    says: ['1:22 A secret cannot be used for "value"'],
  },
])
