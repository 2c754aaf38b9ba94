import { type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';

/** Writes an object by hand: the L1 construct, if there is one of its kind, and its props. */
export interface Written {
  readonly construct?: string;
  readonly props: ApiObjectProps;
}

const CONSTRUCTS = k8s as unknown as Record<string, { readonly GVK?: { readonly apiVersion: string; readonly kind: string } }>;

/** Fields where the L1 takes an IntOrString or a Quantity, by the end of the path in the manifest. */
const WRAPPED = [
  /\/resources\/(limits|requests)\/[^/]+$/, /\/(sizeLimit|averageValue|targetPort|maxSurge|maxUnavailable|minAvailable)$/, /\/(httpGet|tcpSocket)\/port$/,
  /^NetworkPolicy\/.*\/ports\/\d+\/port$/,
];

/** Fields that the L1 names otherwise than Kubernetes does. */
const RENAMED: Readonly<Record<string, string>> = { clusterIP: 'clusterIp' };

/** An object of a manifest, in the terms of the L1. */
export function asWrittenByHand(object: ApiObjectProps): Written {
  const { apiVersion, kind, ...rest } = object;
  const construct = Object.entries(CONSTRUCTS).find(([, { GVK }]) => GVK?.kind === kind && GVK.apiVersion === apiVersion)?.[0];
  return construct === undefined ? { props: object } : { construct, props: wrapped(rest, kind) as ApiObjectProps };
}

function wrapped(value: unknown, path: string): unknown {
  if (WRAPPED.some((pattern) => pattern.test(path))) return { value };
  if (Array.isArray(value)) return value.map((each, i) => wrapped(each, `${path}/${i}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [RENAMED[key] ?? key, wrapped(each, `${path}/${key}`)]));
}
