// Where each part of the model was written, so that a plan row or a broker's refusal can point at its HCL line.

import type { Range } from '../errors/diagnostic.ts'
import type { Expression } from '../hcl/ast.ts'

export interface Origin {
  /** As written, as `cluster_id`; for a block its type. */
  readonly name: string
  /** An argument's value; a block's header. */
  readonly range: Range
  /** Of an argument. */
  readonly expression?: Expression
  /** It stands in the `defaults` block, and the flow does not say it itself. */
  readonly isDefault?: true
  /** What it belongs to, as `module.region["eu"].flow.orders`; absent for plain blocks of the root. */
  readonly inside?: string | undefined
}

/** As `flows.hcl:12`. */
export function placeText({ filename, start }: Range): string {
  return `${filename}:${start.line}`
}

/** By place in the model: `flow.us-to-eu`, `flow.us-to-eu.offsets.intervalMs`, `topics.business.include.0`. */
export type Origins = ReadonlyMap<string, Origin>

/** Origins while they are being noted. */
export type OriginNotes = Map<string, Origin>

/** By place in the model: where exactly that was written, as `flows.hcl:12`. */
export type Places = (path: string) => string | undefined

/** The place of `path`, or of the nearest thing around it that was written. */
export function nearestPlace(places: Places, path: string): string | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = places(at)
    if (place !== undefined) return place
  }
  return undefined
}

export function originPlaces(origins: Origins): Places {
  return (path) => {
    const range = origins.get(path)?.range
    return range === undefined ? undefined : placeText(range)
  }
}

/** The origin of `path`, or of the nearest thing around it that was written: defaults stand nowhere. */
export function originOf(origins: Origins, path: string): Origin | undefined {
  for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('.')))) {
    const origin = origins.get(place)
    if (origin !== undefined) return origin
  }
  return undefined
}
