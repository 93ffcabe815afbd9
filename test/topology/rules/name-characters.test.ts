import { cluster, copying, ruleTable } from './rule-table.ts'

ruleTable('ST172', [
  { name: 'letters, digits, dash and underscore', hcl: copying().replace('"f"', '"_us-to-eu_2"'), says: [] },
  {
    name: 'a dot',
    hcl: copying().replace('"f"', '"us.eu"'),
    says: ['1:6 "us.eu" cannot be the name of a flow'],
  },
  {
    name: 'two underscores first, as topics of the brokers have',
    hcl: cluster('bootstrap = ["x.example.com:9092"]').replace('"c"', '"__proto__"'),
    says: ['1:9 "__proto__" cannot be the name of a cluster'],
  },
  { name: 'nothing', hcl: copying().replace('"f"', '""'), says: ['1:6 "" cannot be the name of a flow'] },
  {
    name: 'a digit first',
    hcl: cluster('bootstrap = ["x.example.com:9092"]').replace('"c"', '"2c"'),
    says: ['1:9 "2c" cannot be the name of a cluster'],
  },
  {
    name: '101 characters',
    hcl: copying().replace('"f"', `"${'f'.repeat(101)}"`),
    says: ['1:6 "fffffffffffffffffffffffffffffffffffffff…" cannot be the name of a flow'],
  },
  {
    name: 'a key with a dot',
    hcl: copying('for_each = ["a.b"]'),
    says: ['3:12 The key "a.b" cannot be part of the name of a flow'],
  },
  { name: 'a key of digits', hcl: copying('for_each = ["1"]'), says: [] },
])
