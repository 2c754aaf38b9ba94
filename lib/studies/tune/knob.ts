import { type Manifest } from '../../manifest';
import { valueAt } from '../../values/fields';
import { type KnobKind } from './knob-kind';
import { type Draft, setAt } from './policy-draft';

/** Setting of an autoscaler with the values that are tried, in order; the value of the manifest is one of them. */
export interface Knob {
  readonly kind: KnobKind;
  /** Id of the workload that is scaled. */
  readonly workload: string;
  /** Display name: 'minReplicas', 'cpu target'. */
  readonly label: string;
  readonly object: Manifest;
  readonly values: readonly KnobValue[];
  /** Index of the manifest's own value. */
  readonly current: number;
}

/** One value of a setting. */
export interface KnobValue {
  /** Display value: '60 %', '5 m', 'left out'. */
  readonly text: string;
  /** Changes a copy of the object. */
  readonly write: (draft: Draft) => void;
  /** Objects that it adds beside the manifests, for the object as a policy has it. @default - none */
  readonly adds?: (written: Manifest) => readonly Manifest[];
  /** Size of the value where it is a number, for stages and bounds. */
  readonly size?: number;
}

/** Setting that is one number of the manifest. */
export interface NumberKnob {
  readonly kind: KnobKind;
  readonly label: string;
  readonly path: readonly (string | number)[];
  /** Value that the API server or the controller takes where the field is absent. */
  readonly otherwise: number;
  readonly tried: readonly number[];
  readonly textOf?: (value: number) => string;
  /** Value as the manifest holds it. @default - the number */
  readonly writtenAs?: (value: number) => unknown;
  /** Number of the manifest's value. @default Number */
  readonly read?: (value: unknown) => number;
}

/** Builds a setting of one number. */
export function numberKnob(workload: string, object: Manifest, definition: NumberKnob): Knob {
  const { kind, label, path, otherwise, tried, textOf = String, writtenAs = (value: number) => value, read = Number } = definition;
  const written = valueAt(object, ...path);
  const given = written === undefined || written === null ? otherwise : read(written);
  const sizes = [...new Set([...tried, given])].sort((a, b) => a - b);
  const values = sizes.map((size): KnobValue => ({
    size, text: textOf(size),
    write: size === given ? () => undefined : (draft) => setAt(draft, path, writtenAs(size)),
  }));
  return { kind, workload, label, object, values, current: sizes.indexOf(given) };
}
