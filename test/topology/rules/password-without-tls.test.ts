import { cluster, ruleTable } from './rule-table.ts'

ruleTable('ST193', [
  {
    name: 'PLAIN over an open network',
    hcl: cluster(
      'bootstrap = ["b.example.com:9092"]',
      'sasl {',
      'mechanism = "plain"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: ['4:13 The password is sent in clear text'],
  },
  {
    name: 'SCRAM over an open network',
    hcl: cluster(
      'bootstrap = ["b.example.com:9092"]',
      'sasl {',
      'mechanism = "scram-sha-512"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: ['4:13 The password is hidden, but nothing else: there is no TLS'],
  },
  {
    name: 'PLAIN inside TLS',
    hcl: cluster(
      'bootstrap = ["b.example.com:9092"]',
      'tls {}',
      'sasl {',
      'mechanism = "plain"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: [],
  },
  {
    name: 'PLAIN on loopback',
    hcl: cluster(
      'bootstrap = ["127.0.0.1:9092"]',
      'sasl {',
      'mechanism = "plain"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: [],
  },
  {
    name: 'PLAIN on loopback by name',
    hcl: cluster(
      'bootstrap = ["localhost:9092"]',
      'sasl {',
      'mechanism = "plain"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: [],
  },
  {
    name: 'one broker beyond loopback',
    hcl: cluster(
      'bootstrap = ["127.0.0.1:9092", "b.example.com:9092"]',
      'sasl {',
      'mechanism = "plain"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: ['4:13 The password is sent in clear text'],
  },
  {
    name: 'a mechanism that is unknown',
    hcl: cluster(
      'bootstrap = ["b.example.com:9092"]',
      'sasl {',
      'mechanism = "gssapi"',
      'username = "u"',
      'password = env("P")',
      '}',
    ),
    says: [],
  },
])
