/**
 * A field of an object among the input manifests that a proposed policy sets, adds or removes. With an empty path it is
 * an object that is added beside them.
 */
export interface PolicyEdit {
  /** Object that is edited. */
  readonly object: ObjectName;
  /**
   * Keys and list indexes from the root of the object: ['spec', 'metrics', 0, 'resource', 'target',
   * 'averageUtilization'].
   */
  readonly path: readonly (string | number)[];
  /** Value before; undefined where the field is absent. */
  readonly before?: unknown;
  /** Value after; undefined where the field is removed. */
  readonly after?: unknown;
}

/** Identity of an object among the input manifests. */
export interface ObjectName {
  /** API group and version, as in apps/v1. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Namespace of the object. @default - none */
  readonly namespace?: string;
  /** Name of the object. */
  readonly name: string;
}

/** A policy change with what a reviewer needs to accept it. */
export interface ProposedChange {
  /** All edits, as one change. */
  readonly edits: readonly PolicyEdit[];
  /** The same edits in the order in which to roll them out; one stage where no order matters. */
  readonly stages: readonly (readonly PolicyEdit[])[];
  /** One sentence: cost and SLO before and after, on the judged days. */
  readonly summary: string;
  /** Sentences of evidence, each with its interval. */
  readonly evidence: readonly string[];
  /** SLO that the change was judged by, for the alert that says when to roll back. */
  readonly slo?: { readonly latencySeconds: number; readonly objective: number };
}
