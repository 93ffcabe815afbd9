import { cluster, ruleTable } from './rule-table.ts'

ruleTable('ST194', [
  { name: 'an empty block', hcl: cluster('tls {}'), says: [] },
  {
    name: 'a certificate and its key',
    hcl: cluster('tls {', 'cert_file = "c"', 'key_file = "k"', '}'),
    says: [],
  },
  {
    name: 'a certificate alone',
    hcl: cluster('tls {', 'cert_file = "c"', '}'),
    says: ['3:13 "cert_file" needs "key_file"'],
  },
  {
    name: 'a key alone',
    hcl: cluster('tls {', 'key_file = "k"', '}'),
    says: ['3:12 "key_file" needs "cert_file"'],
  },
  {
    name: 'a password for no key',
    hcl: cluster('tls {', 'key_password = env("K")', '}'),
    says: ['3:16 "key_password" needs "key_file" or "keystore_file"'],
  },
  {
    name: 'a password for no truststore',
    hcl: cluster('tls {', 'truststore_password = env("K")', '}'),
    says: ['3:23 "truststore_password" needs "truststore_file"'],
  },
  {
    name: 'a keystore with a password for its key',
    hcl: cluster(
      'tls {',
      'keystore_file = "k"',
      'keystore_password = env("K")',
      'key_password = env("P")',
      '}',
    ),
    says: [],
  },
  {
    name: 'a password for no keystore',
    hcl: cluster('tls {', 'keystore_password = env("K")', '}'),
    says: ['3:21 "keystore_password" needs "keystore_file"'],
  },
  {
    name: 'two certificates to show',
    hcl: cluster('tls {', 'cert_file = "c"', 'key_file = "f"', 'keystore_file = "k"', '}'),
    says: ['5:17 "cert_file" and "keystore_file" exclude each other'],
  },
  {
    name: 'two sources of trust',
    hcl: cluster('tls {', 'ca_file = "c"', 'truststore_file = "t"', '}'),
    says: ['4:19 "ca_file" and "truststore_file" exclude each other'],
  },
])
