import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { type ApiClient, type Endpoint, type Json, resourcePath } from './api-client';
import { type RunningControlPlane } from './control-plane';
import { writeKubeconfig } from './kubeconfig';
import { type Throwaway } from './throwaway';

const run = promisify(execFile);

/** A server as an account of a namespace sees it: with a token as the kubelet would mount it into a pod. */
export async function asServiceAccount(client: ApiClient, plane: RunningControlPlane, namespace: string, name: string): Promise<Endpoint> {
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
  const { status } = await client.create(`${resourcePath('v1', 'serviceaccounts', namespace, name)}/token`, request);
  return { url: plane.url, authority: plane.authority, token: status.token };
}

/**
 * Runs the one container of a pod on this machine: its command, with its environment and as its account. Returns what
 * it prints.
 */
export async function runPod(place: Throwaway, client: ApiClient, plane: RunningControlPlane, { metadata, spec }: Json): Promise<string> {
  const [{ command, args = [], env = [] }] = spec.containers;
  const endpoint = await asServiceAccount(client, plane, metadata.namespace, spec.serviceAccountName);
  const [program, ...rest] = [...command, ...args];
  const { stdout } = await run(program, rest, {
    cwd: place.folder,
    env: {
      PATH: `${plane.programs}${delimiter}${process.env.PATH}`,
      // In a cluster kubectl finds the same by the files that the kubelet mounts.
      KUBECONFIG: writeKubeconfig(place, `${metadata.name}.kubeconfig`, endpoint, metadata.namespace),
      ...Object.fromEntries(env.map(({ name, value }: Json) => [name, value])),
    },
  });
  return stdout;
}
