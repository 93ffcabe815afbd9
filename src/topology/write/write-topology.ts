// Topology → HCL, so that what is written reads back as the same topology. The table that says how each argument
// is read also says how it is written: a new argument of the language needs nothing here.

import assert from 'node:assert/strict'
import { call, type Item, type Items, reference, type Written, writeHcl } from '../../hcl/write-hcl.ts'
import { writeBytes, writeDuration } from '../../std/amounts.ts'
import { aclShape, clusterShape, flowShape } from '../decode/block-shapes.ts'
import { bytes, interval, start } from '../decode/quantity-readers.ts'
import { clusterReference, secret } from '../decode/reference-readers.ts'
import type { BlockShape, Reader } from '../decode/shape.ts'
import { aclDefaults, clusterResource } from '../defaults.ts'
import type { AclSpec, ClusterSpec, FlowSpec, SecretRef, Topology } from '../model.ts'
import { type Fields, shortestFlow } from './shortest-flow.ts'

/** What stands beside the values, by their place in the model: `flow.us-to-eu.topics.include`, `cluster.us`. */
export interface Annotations {
  /** Behind an argument, which is then written even where it is the default. */
  readonly notes: ReadonlyMap<string, string>
  /** Lines above a cluster or flow. */
  readonly above: ReadonlyMap<string, string>
  /** Written in place of the value, as a reference to a variable. */
  readonly instead: ReadonlyMap<string, Written>
  /** Before everything else. */
  readonly opening: Items
}

export const noAnnotations: Annotations = {
  notes: new Map(),
  above: new Map(),
  instead: new Map(),
  opening: [],
}

/** Clusters, flows and ACLs as canonical HCL, in the order of the topology. */
export function writeTopology(
  { name, clusters, flows, acls = {} }: Pick<Topology, 'name' | 'clusters' | 'flows' | 'acls'>,
  annotations: Annotations = noAnnotations,
): string {
  const opening = writeHcl(annotations.opening)
  const blocks = writeHcl([
    ...(name === undefined ? [] : [settings(name)]),
    ...Object.values(clusters).flatMap((spec) => writeCluster(spec, annotations)),
    ...Object.values(flows).flatMap((spec) => writeFlow(spec, annotations)),
    ...Object.values(acls).flatMap((spec) => writeAcl(spec, annotations)),
  ])
  return [opening, blocks].filter((text) => text !== '').join('\n')
}

function settings(name: string): Item {
  const body = [{ kind: 'argument', name: 'name', value: name }] as const
  return { kind: 'block', type: 'strait', labels: [], body }
}

function writeCluster({ name, ...fields }: ClusterSpec, annotations: Annotations): Items {
  return writeNamed({ type: 'cluster', name, fields, shape: clusterShape }, annotations)
}

function writeFlow(spec: FlowSpec, annotations: Annotations): Items {
  const path = `flow.${spec.name}`
  const fields = shortestFlow(spec, (inner) => annotations.notes.has(`${path}.${inner}`))
  return writeNamed({ type: 'flow', name: spec.name, fields, shape: flowShape }, annotations)
}

function writeAcl({ name, ...spec }: AclSpec, annotations: Annotations): Items {
  const usual: Fields = {
    ...aclDefaults,
    ...(spec.resourceType === 'cluster' && { resourceName: clusterResource }),
  }
  const fields = Object.fromEntries(Object.entries(spec).filter(([key, value]) => usual[key] !== value))
  return writeNamed({ type: 'acl', name, fields, shape: aclShape }, annotations)
}

interface Named {
  readonly type: string
  readonly name: string
  readonly fields: Fields
  readonly shape: BlockShape
}

function writeNamed({ type, name, fields, shape }: Named, annotations: Annotations): Items {
  const path = `${type}.${name}`
  const above = annotations.above.get(path)
  const body = writeBody({ path, fields, shape }, annotations)
  return [
    ...(above === undefined ? [] : [{ kind: 'comment', text: above } as const]),
    { kind: 'block', type, labels: [name], body },
  ]
}

interface Part {
  readonly path: string
  readonly fields: Fields
  readonly shape: BlockShape
}

function writeBody({ path, fields, shape }: Part, annotations: Annotations): Item[] {
  const written: Item[] = Object.entries(shape.attributes).flatMap(([name, { key, read }]) => {
    const place = `${path}.${key}`
    const value = fields[key]
    const instead = annotations.instead.get(place)
    if (value === undefined && instead === undefined) return []
    const comment = annotations.notes.get(place)
    return {
      kind: 'argument',
      name,
      value: instead ?? writtenAs(read, value),
      ...(comment === undefined ? {} : { comment }),
    } as const
  })
  const blocks = Object.entries(shape.blocks).flatMap(([type, { key, shape: inner }]) => {
    const value = fields[key]
    if (value === null || typeof value !== 'object') return []
    const body = writeBody({ path: `${path}.${key}`, fields: value as Fields, shape: inner }, annotations)
    return body.length === 0 && key !== 'tls' ? [] : [{ kind: 'block', type, labels: [], body } as const]
  })
  return [...written, ...blocks]
}

function writtenAs(read: Reader, value: unknown): Written {
  if (value === null || typeof value !== 'object') return writePlain(read, value)
  if (Array.isArray(value)) return value.map((element) => writtenAs(read, element))
  if (read === secret) return secretCall(value as SecretRef)
  assert(read === start && 'timestampMs' in value, 'an argument is no object')
  return new Date(Number(value.timestampMs)).toISOString()
}

function writePlain(read: Reader, value: unknown): Written {
  if (read === clusterReference) return reference('cluster', String(value))
  if (read === interval) return writeDuration(Number(value))
  if (read === bytes) return writeBytes(Number(value))
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}

function secretCall(from: SecretRef): Written {
  return 'env' in from ? call('env', from.env) : call('secret_file', from.file)
}
