import { copying, flow, ruleTable } from './rule-table.ts'

ruleTable('ST191', [
  { name: 'one identity flow', hcl: copying('naming = "identity"'), says: [] },
  {
    name: 'prefixes both ways',
    hcl: `flow "back" {\nsource = cluster.eu\ntarget = cluster.us\ntopics { include = [".*"] }\n}\n${copying()}`,
    says: [],
  },
  {
    name: 'identity both ways',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics { include = [".*"] }\n}\n' +
      copying('naming = "identity"'),
    says: ['1:1 Flows "back" and "f" form a loop'],
  },
  {
    name: 'identity both ways, nothing in common',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics { include = ["returns"] }\n}\n' +
      copying('naming = "identity"'),
    says: [],
  },
  {
    name: 'identity both ways, kept apart by an exclude',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics {\ninclude = [".*"]\nexclude = ["ord.*"]\n}\n}\n' +
      copying('naming = "identity"'),
    says: [],
  },
  {
    name: 'a prefix there and identity back',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics { include = [".*"] }\n}\n' +
      flow('topics { include = [".*"] }'),
    says: ['1:1 Flows "back" and "f" form a loop'],
  },
  {
    name: 'a prefix there, identity back for other topics',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics { include = ["returns.*"] }\n}\n' +
      copying(),
    says: [],
  },
  {
    name: 'a template with the source in it both ways',
    hcl:
      `flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "$$\{source}_$$\{topic}"\ntopics { include = [".*"] }\n}\n` +
      flow(`naming = "$$\{source}_$$\{topic}"`, 'topics { include = [".*"] }'),
    says: [],
  },
  {
    name: 'a template that does not tell the source',
    hcl:
      `flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "copy_$$\{topic}"\ntopics { include = [".*"] }\n}\n` +
      flow(`naming = "copy_$$\{topic}"`, 'topics { include = [".*"] }'),
    says: ['1:1 Flows "back" and "f" form a loop'],
  },
  {
    name: 'a template that the other filter does not take',
    hcl:
      `flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "copy_$$\{topic}"\ntopics { include = ["returns"] }\n}\n` +
      flow(`naming = "copy_$$\{topic}"`, 'topics { include = ["orders"] }'),
    says: [],
  },
  {
    name: 'names that are copied twice and then end',
    hcl:
      'flow "back" {\nsource = cluster.eu\ntarget = cluster.us\nnaming = "identity"\ntopics { include = [".*"] }\n}\n' +
      flow(`naming = "x_$$\{topic}"`, 'topics { include = ["(x_)?orders"] }'),
    says: [],
  },
])
