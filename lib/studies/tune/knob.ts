import { type Manifest } from '../../manifest';
import { valueAt } from '../../values/fields';
import { type KnobKind } from './knob-kind';
import { type Draft, setAt } from './policy-draft';

/** Autoscaler setting with its values to try, in order; the value of the manifest is one of them. */
export interface Knob {
  readonly kind: KnobKind;
  /** Id of the scaled workload. */
  readonly workload: string;
  /** Display name: 'minReplicas', 'cpu target'. */
  readonly label: string;
  readonly object: Manifest;
  readonly values: readonly KnobValue[];
  /** Index of the manifest's value. */
  readonly current: number;
}

/** Value of a setting. */
export interface KnobValue {
  /** Display value: '60 %', '5 m', 'left out'. */
  readonly text: string;
  /** Changes a copy of the object. */
  readonly write: (draft: Draft) => void;
  /** Objects added to the manifests for the edited object. @default - none */
  readonly adds?: (written: Manifest) => readonly Manifest[];
  /** Numeric size of the value, for stages and bounds. */
  readonly size?: number;
}

/** Numeric setting in a field of the manifest. */
export interface NumberKnob {
  readonly kind: KnobKind;
  readonly label: string;
  readonly path: readonly (string | number)[];
  /** Default of the API server or the controller for an absent field. */
  readonly otherwise: number;
  readonly tried: readonly number[];
  readonly textOf?: (value: number) => string;
  /** Converts the number to the manifest's value. @default - the number */
  readonly writtenAs?: (value: number) => unknown;
  /** Converts the manifest's value to a number. @default Number */
  readonly read?: (value: unknown) => number;
}

/** Creates a numeric setting. */
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
