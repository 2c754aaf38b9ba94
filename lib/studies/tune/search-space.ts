import { type Manifest, ManifestIndex } from '../../manifest';
import { findCandidates } from '../../scenario/candidates';
import { type WorldInput } from '../../scenario/build-world';
import { type World } from '../../simulator/world/world';
import { defaultFeatureGates } from '../../hpa';
import { additionEdits, type Draft, editsBetween } from './policy-draft';
import { type ReplicaLimits } from './bounds-knobs';
import { hpaKnobs } from './hpa-knobs';
import { type Knob } from './knob';
import { type KnobKind } from './knob-kind';
import { type PolicyEdit } from './policy-edit';
import { scaledObjectKnobs } from './scaled-object-knobs';

/** Policy in the search space: the index of a value per setting. */
export type Point = readonly number[];

/** Restrictions of the search. */
export interface SearchSpaceOptions {
  /** Replica bounds by the id of a workload. */
  readonly limitsOf?: (workload: string) => ReplicaLimits;
  /** Settings that may change. @default - all */
  readonly kinds?: readonly KnobKind[];
  /** Additional settings, such as schedules derived from the traffic. */
  readonly more?: (workload: string, autoscaler: Manifest) => readonly Knob[];
}

/** Search space: all policies that differ from the manifests in the settings of their autoscalers. */
export class SearchSpace {
  /** Policy of the manifests. */
  public readonly today: Point;

  public constructor(public readonly knobs: readonly Knob[]) {
    this.today = knobs.map(({ current }) => current);
  }

  /** Returns the edits from one policy to another. @param from @default - the manifests' own */
  public edits(point: Point, from: Point = this.today): PolicyEdit[] {
    return [
      ...[...new Set(this.knobs.map(({ object }) => object))].flatMap((object) => editsBetween(this.written(object, from), this.written(object, point))),
      ...additionEdits(this.added(from), this.added(point)),
    ];
  }

  /** Returns the objects that a policy adds to the manifests. */
  private added(point: Point): readonly Manifest[] {
    return this.knobs.flatMap(({ values, object }, i) => values[point[i]].adds?.(this.written(object, point)) ?? []);
  }

  /** Returns the autoscalers of a policy. */
  public autoscalers(point: Point): Manifest[] {
    return [...new Set(this.knobs.map(({ object }) => object))].map((object) => this.written(object, point));
  }

  /** Returns an object as edited by a policy. */
  private written(object: Manifest, point: Point): Manifest {
    const changed = this.knobs.flatMap(({ kind, values, object: own, current }, i) => (
      own === object && point[i] !== current ? [{ kind, value: values[point[i]] }] : []
    ));
    if (changed.length === 0) return object;
    const draft = structuredClone(object) as unknown as Draft;
    const ordered = changed.sort((a, b) => LAST.indexOf(a.kind) - LAST.indexOf(b.kind));
    for (const { value } of ordered) value.write(draft);
    return draft as unknown as Manifest;
  }

  /** Returns the settings in which a policy differs from the manifests, as text. */
  public changes(point: Point): { readonly knob: Knob; readonly from: string; readonly to: string; readonly index: number }[] {
    return this.knobs.flatMap((knob, index) => (
      point[index] === knob.current ? [] : [{ knob, index, from: knob.values[knob.current].text, to: knob.values[point[index]].text }]
    ));
  }

  /** Returns the policy with another value in one setting. */
  public with(point: Point, index: number, value: number): Point {
    return point.map((each, i) => (i === index ? value : each));
  }
}

/**
 * Settings applied last: a changed list length would shift the positions in the manifest, and a formula needs the
 * remaining triggers.
 */
const LAST: readonly KnobKind[] = ['metrics', 'schedule', 'headroom'];

/** Returns the settings of the autoscalers in a simulated cluster. */
export function searchSpace(input: WorldInput, world: World, { limitsOf = () => ({}), kinds, more = () => [] }: SearchSpaceOptions = {}): SearchSpace {
  const candidates = findCandidates(new ManifestIndex(input.manifests), input.scenario, input.autoscaler);
  const { HPAConfigurableTolerance } = { ...defaultFeatureGates(world.kubernetesMinor), ...world.featureGates };
  const { downscaleStabilizationSeconds, tolerance } = world.controller;
  const behavior = { downscaleStabilizationSeconds, tolerance, hasTolerance: HPAConfigurableTolerance };
  const knobs = world.workloads.flatMap(({ id, autoscaler }): Knob[] => {
    const { hpa, scaledObject } = candidates.find((candidate) => candidate.id === id) ?? {};
    const context = { ...behavior, limits: limitsOf(id) };
    if (autoscaler.kind === 'keda' && scaledObject) return [...scaledObjectKnobs(id, scaledObject, context), ...more(id, scaledObject)];
    return autoscaler.kind === 'hpa' && hpa ? [...hpaKnobs(id, hpa, context), ...more(id, hpa)] : [];
  });
  return new SearchSpace(knobs.filter(({ kind, values }) => values.length > 1 && (kinds === undefined || kinds.includes(kind))));
}
