/** Edit of a policy: sets, adds or removes a field of an input manifest. With an empty path it adds an object. */
export interface PolicyEdit {
  /** Edited object. */
  readonly object: ObjectName;
  /**
   * Path from the root of the object, as keys and list indexes: ['spec', 'metrics', 0, 'resource', 'target',
   * 'averageUtilization'].
   */
  readonly path: readonly (string | number)[];
  /** Value before; undefined if the field is absent. */
  readonly before?: unknown;
  /** Value after; undefined if the field is removed. */
  readonly after?: unknown;
}

/** Identity of an object among the input manifests. */
export interface ObjectName {
  /** API group and version, such as apps/v1. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Namespace of the object. @default - none */
  readonly namespace?: string;
  /** Name of the object. */
  readonly name: string;
}

/** Proposed policy change with its evidence for a reviewer. */
export interface ProposedChange {
  /** All edits, as one change. */
  readonly edits: readonly PolicyEdit[];
  /** Roll-out stages with the same edits in order; one stage if the order does not matter. */
  readonly stages: readonly (readonly PolicyEdit[])[];
  /** Summary in one sentence: cost and SLO before and after, on the evaluation days. */
  readonly summary: string;
  /** Evidence, one sentence each, with its interval. */
  readonly evidence: readonly string[];
  /** SLO of the evaluation, for the rollback alert. */
  readonly slo?: { readonly latencySeconds: number; readonly objective: number };
}
