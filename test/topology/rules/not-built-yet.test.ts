import { copying, ruleTable } from './rule-table.ts'

ruleTable('ST174', [
  {
    name: 'a flow for Kafka Connect',
    hcl: copying('engine = "connect"'),
    says: ['3:10 Engine "connect" is not built yet'],
  },
  {
    name: 'dead letters',
    hcl: copying('on_poison = "dead_letter"'),
    says: ['3:13 Dead letters are not built yet'],
  },
  { name: 'what is built', hcl: copying('engine = "native"', 'on_poison = "halt"'), says: [] },
])
